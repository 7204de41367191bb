import { Button, VisuallyHidden } from '@mantine/core';
import IconUnlink from '@tabler/icons-react/dist/esm/icons/IconUnlink.mjs';
import { StateCard } from '../ui/state-card.tsx';

/** Shown when somebody opens a surface's address directly: without Pipedrive around it nobody is signed in. */
export function OutsidePipedrive() {
  return (
    <main style={{ maxWidth: 480, padding: 24 }}>
      <VisuallyHidden component="h1">Store Leads</VisuallyHidden>
      <StateCard
        icon={IconUnlink}
        title="Open this page inside Pipedrive"
        actions={
          <Button component="a" href="/install" size="xs" variant="default">
            Install in Pipedrive
          </Button>
        }
      >
        <p>
          Store Leads shows up beside your organizations and people, and under the app’s settings. Install it,
          then open any organization.
        </p>
      </StateCard>
    </main>
  );
}
