import { VisuallyHidden } from '@mantine/core';
import { settingsHeights } from '../host/frame-height.ts';
import { useFrameHeight } from '../host/use-host.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import classes from './settings-app.module.css';
import { SettingsView } from './settings-view.tsx';

/** The settings page's frame. */
export function SettingsApp() {
  const content = useFrameHeight(settingsHeights);
  return (
    <main ref={content} className={classes['page']}>
      <VisuallyHidden component="h1">Settings</VisuallyHidden>
      <ErrorBoundary>
        <SettingsView />
      </ErrorBoundary>
    </main>
  );
}
