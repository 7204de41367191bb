import { Button, Group } from '@mantine/core';
import type { FieldList } from '../../../server/mapping/mapping.contract.ts';
import { count, formatInteger } from '../../ui/format.ts';
import { room } from './selection.ts';

type Props = {
  list: FieldList;
  toCreate: string[];
  toTakeOver: string[];
  canCreate: boolean;
  canTakeOver: boolean;
  busy: boolean;
  onCreate: (sources: string[]) => void;
  onTakeOver: (sources: string[]) => void;
};

/** What happens with the selection. */
export function CreateBar({
  list,
  toCreate,
  toTakeOver,
  canCreate,
  canTakeOver,
  busy,
  onCreate,
  onTakeOver,
}: Props) {
  const left = room(list.cap);
  const tooMany = left !== null && toCreate.length > left;
  const hasFound = list.rows.some(({ state }) => state === 'found');
  return (
    <Group gap="sm">
      <Button
        size="xs"
        disabled={!canCreate || toCreate.length === 0 || tooMany}
        loading={busy}
        onClick={() => onCreate(toCreate)}
      >
        {toCreate.length === 0 ? 'Create fields' : `Create ${count(toCreate.length, 'field')}`}
      </Button>
      {hasFound ? (
        <Button
          size="xs"
          variant="default"
          disabled={!canTakeOver || toTakeOver.length === 0 || busy}
          onClick={() => onTakeOver(toTakeOver)}
        >
          {toTakeOver.length === 0 ? 'Take over fields' : `Take over ${count(toTakeOver.length, 'field')}`}
        </Button>
      ) : null}
      <span role="status" style={{ fontSize: 13, color: 'var(--sl-text-secondary)' }}>
        {tooMany ? `Only ${formatInteger(left)} more fit your plan. Select fewer.` : null}
      </span>
    </Group>
  );
}
