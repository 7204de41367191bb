import { Button } from '@mantine/core';
import IconBuildingOff from '@tabler/icons-react/dist/esm/icons/IconBuildingOff.mjs';
import IconCoinOff from '@tabler/icons-react/dist/esm/icons/IconCoinOff.mjs';
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs';
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs';
import type { PanelView } from '../../../server/enrichment/enrichment.contract.ts';
import { StateCard } from '../../ui/state-card.tsx';

export type UnreadableState = Exclude<PanelView['recordState'], 'ok'>;

const states = {
  deleted: {
    icon: IconTrash,
    title: 'This record was deleted',
    text: 'Restore it in Pipedrive to see its store again. Nothing is written to deleted records.',
  },
  no_access: {
    icon: IconLock,
    title: 'You cannot see this organization',
    text: 'Pipedrive does not show it to you, so the store is not shown either. Ask its owner or a Pipedrive admin for access.',
  },
  budget_exhausted: {
    icon: IconCoinOff,
    title: 'Today’s share of API tokens is used up',
    text: 'The Pipedrive API tokens the app may use today are spent, so the record cannot be read. It goes on after the daily reset.',
  },
  no_organization: {
    icon: IconBuildingOff,
    title: 'No linked organization',
    text: 'Stores belong to organizations. Link this person to one, then check again.',
  },
};

/** Why nothing of this record can be shown. */
export function RecordState({
  state,
  busy,
  onCheckAgain,
}: {
  state: UnreadableState;
  busy: boolean;
  onCheckAgain: () => void;
}) {
  const { icon, title, text } = states[state];
  return (
    <StateCard
      icon={icon}
      title={title}
      actions={
        <Button variant="default" size="xs" loading={busy} onClick={onCheckAgain}>
          Check again
        </Button>
      }
    >
      <p>{text}</p>
    </StateCard>
  );
}
