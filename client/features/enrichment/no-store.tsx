import { Button } from '@mantine/core';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import type { ReactNode } from 'react';
import { StateCard } from '../../ui/state-card.tsx';
import { noStoreWords, type PlainReason } from './no-store-words.ts';

type Props = {
  reason: PlainReason;
  website: string | null;
  busy: boolean;
  onCheckAgain: () => void;
  onLookAgain: () => void;
  onOpenSettings: () => void;
};

/** Why there is no store beside this organization, and what somebody can do about it. */
export function NoStore({ reason, website, busy, onCheckAgain, onLookAgain, onOpenSettings }: Props) {
  const { title, text } = noStoreWords(reason, website);
  const button = (label: string, onClick: () => void): ReactNode => (
    <Button variant="default" size="xs" loading={busy} onClick={onClick}>
      {label}
    </Button>
  );
  const action =
    reason === 'website_field_not_chosen'
      ? button('Open settings', onOpenSettings)
      : reason === 'not_this_store'
        ? button('Look for a store again', onLookAgain)
        : button('Check again', onCheckAgain);
  return (
    <StateCard icon={IconSearch} title={title} actions={action}>
      <p>{text}</p>
    </StateCard>
  );
}
