import { Button } from '@mantine/core';

type Props = { blockedBy: string | null; busy: boolean; again: boolean; onEnrich: () => void };

/**
 * Fills the fields now. Where that is not possible the button stays visible, disabled.
 * @param blockedBy id of the element that says why, or null when nothing is in the way
 */
export function EnrichButton({ blockedBy, busy, again, onEnrich }: Props) {
  return (
    <Button
      size="xs"
      loading={busy}
      disabled={blockedBy !== null}
      onClick={onEnrich}
      style={{ flex: 'none' }}
      {...(blockedBy ? { 'aria-describedby': blockedBy } : {})}
    >
      {again ? 'Enrich again' : 'Enrich'}
    </Button>
  );
}
