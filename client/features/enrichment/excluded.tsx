import { Button } from '@mantine/core';
import { Notice } from '../../ui/notice.tsx';

/** Somebody excluded this organization; the way back is right beside the message. */
export function Excluded({ busy, onEnrichAgain }: { busy: boolean; onEnrichAgain: () => void }) {
  return (
    <Notice
      tone="info"
      title="Not enriched"
      actions={
        <Button size="xs" variant="default" loading={busy} onClick={onEnrichAgain}>
          Enrich again
        </Button>
      }
    >
      <p>Somebody excluded this organization. Its fields keep their values.</p>
    </Notice>
  );
}
