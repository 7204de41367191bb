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
  const found = list.rows.filter(({ state }) => state === 'found').map(({ source }) => source);
  // Taking over is nearly always meant for all of them, so no selection means all.
  const takeOver = toTakeOver.length > 0 ? toTakeOver : found;
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
      {found.length > 0 ? (
        <Button
          size="xs"
          variant="default"
          disabled={!canTakeOver || busy}
          onClick={() => onTakeOver(takeOver)}
        >
          Take over {count(takeOver.length, 'field')}
        </Button>
      ) : null}
      <span role="status" style={{ fontSize: 13, color: 'var(--sl-text-secondary)' }}>
        {tooMany ? `Only ${formatInteger(left)} more fit your plan. Select fewer.` : null}
      </span>
    </Group>
  );
}
