import { Button, Group } from '@mantine/core';
import type { EntrySettings, MappingView } from '../../../server/mapping/mapping.contract.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';
import { count, formatInteger } from '../../ui/format.ts';
import classes from './mapping-table.module.css';
import { room } from './selection.ts';
import { missingChoices, rules } from './setting-words.ts';

type Props = {
  cap: MappingView['cap'];
  /** How many rows are selected. */
  selected: number;
  toCreate: string[];
  toTakeOver: string[];
  canCreate: boolean;
  canChange: boolean;
  busy: boolean;
  /** How many fields are being created now. */
  creating: number;
  onCreate: (sources: string[]) => void;
  onTakeOver: (sources: string[]) => void;
  onChange: (patch: Partial<EntrySettings>) => void;
  onReset: () => void;
};

/** What can be done with all selected rows at once. */
export function BulkBar(props: Props) {
  const { cap, selected, toCreate, toTakeOver, canCreate, canChange, busy, creating, onChange } = props;
  const left = room(cap);
  const tooMany = left !== null && toCreate.length > left;
  return (
    <Group gap="sm">
      <Button
        size="xs"
        disabled={!canCreate || toCreate.length === 0 || tooMany}
        loading={busy}
        onClick={() => props.onCreate(toCreate)}
      >
        {toCreate.length === 0 ? 'Create fields' : `Create ${count(toCreate.length, 'field')}`}
      </Button>
      {toTakeOver.length > 0 ? (
        <Button
          size="xs"
          variant="default"
          disabled={!canChange || busy}
          onClick={() => props.onTakeOver(toTakeOver)}
        >
          Take over {count(toTakeOver.length, 'field')}
        </Button>
      ) : null}
      <ActionMenu
        label="Change selected rows"
        text="Change selected"
        disabled={!canChange || selected === 0}
        actions={[
          ...rules.map(({ value, label }) => ({
            label: `Write: ${label.toLowerCase()}`,
            onSelect: () => onChange({ rule: value }),
          })),
          ...missingChoices.map(({ value, label }) => ({
            label: `Without a value: ${label.toLowerCase()}`,
            onSelect: () => onChange({ whenMissing: value }),
          })),
          { label: 'Turn on', onSelect: () => onChange({ enabled: true }) },
          { label: 'Turn off', onSelect: () => onChange({ enabled: false }) },
          { label: 'Remove the field', onSelect: () => onChange({ target: null }) },
          { label: 'Reset to defaults', onSelect: props.onReset },
        ]}
      />
      <span role="status" className={classes['status']}>
        {creating > 0
          ? `Creating ${count(creating, 'field')}. This takes up to a minute.`
          : tooMany
            ? `Only ${formatInteger(left)} more fit your plan. Select fewer.`
            : selected > 0
              ? `${formatInteger(selected)} selected`
              : null}
      </span>
    </Group>
  );
}
