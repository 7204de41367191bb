import { Button } from '@mantine/core';
import IconAlertTriangle from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs';
import { Component, type ReactNode } from 'react';
import { StateCard } from '../ui/state-card.tsx';

/** Catches a failure while drawing, so that it empties one region and not the whole page. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div style={{ padding: 16 }}>
        <StateCard
          icon={IconAlertTriangle}
          title="This part could not be drawn"
          alert
          actions={
            <Button size="xs" variant="default" onClick={() => window.location.reload()}>
              Reload
            </Button>
          }
        >
          <p>
            Nothing was changed in Pipedrive. Reload the page; if it happens again, tell support which record
            it was.
          </p>
        </StateCard>
      </div>
    );
  }
}
