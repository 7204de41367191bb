import { VisuallyHidden } from '@mantine/core';
import { panelHeights } from '../host/frame-height.ts';
import type { PanelRecord } from '../host/surface-query.ts';
import { useFrameHeight } from '../host/use-host.tsx';
import { Notice } from '../ui/notice.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { PanelView } from './panel-view.tsx';

/** The panel's frame: as high as what is in it, within what Pipedrive allows. */
export function PanelApp({ record }: { record: PanelRecord | null }) {
  const content = useFrameHeight(panelHeights);
  return (
    <main ref={content} style={{ padding: '12px 16px 16px' }}>
      <VisuallyHidden component="h1">Online shop</VisuallyHidden>
      <ErrorBoundary>
        {record ? (
          <PanelView record={record} />
        ) : (
          <Notice tone="warning" title="No single record is selected">
            <p>Open one organization or person to see its store.</p>
          </Notice>
        )}
      </ErrorBoundary>
    </main>
  );
}
