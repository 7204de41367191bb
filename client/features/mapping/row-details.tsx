import type {
  EntrySettings,
  MappingRowView,
  MappingView,
  ObjectTypeName,
} from '../../../server/mapping/mapping.contract.ts';
import { calculatedNameOf } from './calculated-rows.ts';
import type { OpenRow } from './mapping-table.tsx';
import { RowSettings } from './row-settings.tsx';
import { resetSettings, room } from './selection.ts';
import { type PickerAction, TargetPicker } from './target-picker.tsx';
import type { useCreation } from './use-creation.ts';
import type { ObjectRows } from './use-object-rows.ts';

type Props = {
  row: MappingRowView;
  open: NonNullable<OpenRow>;
  objectType: ObjectTypeName;
  view: MappingView;
  about: ObjectRows;
  creation: ReturnType<typeof useCreation>;
  canChange: boolean;
  onChange: (patch: Partial<EntrySettings>) => void;
  onOpen: (open: OpenRow) => void;
  onEditExpression: ((name: string) => void) | null;
};

/** What is unfolded below a row: the choice of its field, or its settings. */
export function RowDetails(props: Props) {
  const { row, open, objectType, view, about, canChange, onChange, onOpen, onEditExpression } = props;
  const settings = about.settingsOf(row);
  const target = settings.target === null ? undefined : about.targets.get(settings.target);
  const name = calculatedNameOf(row.source);
  if (open.part === 'settings')
    return (
      <RowSettings
        row={row}
        settings={settings}
        target={target}
        canChange={canChange}
        justPicked={open.picked}
        onChange={onChange}
        onReset={() => onChange(resetSettings(row, target?.name ?? null))}
        onEditExpression={name !== null && onEditExpression ? () => onEditExpression(name) : null}
      />
    );
  const close = () => onOpen(null);
  const pick = (code: string) => {
    const asSaved = code === row.settings.target;
    onChange(
      asSaved ? { target: code, rule: row.settings.rule } : { target: code, rule: 'if_empty_or_ours' },
    );
    onOpen({ source: row.source, part: 'settings', picked: !asSaved });
  };
  return (
    <TargetPicker
      row={row}
      current={settings.target}
      targets={view[objectType].targets}
      usedBy={usersOfFields(about, row.source)}
      actions={pickerActions(props, close)}
      onPick={pick}
      onClose={close}
    />
  );
}

/** Labels of the other rows by the field they fill. */
function usersOfFields({ rows, settingsOf }: ObjectRows, source: string): ReadonlyMap<string, string> {
  const users = new Map<string, string>();
  for (const row of rows) {
    const { target } = settingsOf(row);
    if (row.source !== source && target !== null) users.set(target, row.label);
  }
  return users;
}

function pickerActions({ row, view, about, creation, onChange }: Props, close: () => void): PickerAction[] {
  const { allowed, message } = view.canCreate;
  const actions: PickerAction[] = [];
  if (row.state === 'found')
    actions.push({
      label: `Take over “${row.newField.name}”`,
      detail: 'Filled by Store Leads before.',
      blockedBecause: null,
      onSelect: () => {
        close();
        creation.takeOver([row.source]);
      },
    });
  if (row.state === 'not_mapped')
    actions.push({
      label: `Create field “${row.newField.name}”`,
      detail: 'A field of its own, which nobody’s values are in.',
      blockedBecause: !about.saved.has(row.source)
        ? 'Save the calculated value first.'
        : !allowed
          ? (message ?? 'You cannot create fields.')
          : room(view.cap) === 0
            ? 'Your Pipedrive plan has no room for more fields.'
            : null,
      onSelect: () => {
        close();
        creation.create([row.source]);
      },
    });
  if (about.settingsOf(row).target !== null)
    actions.push({
      label: 'No field',
      detail: 'Nothing is written for this row. The field and its values stay in Pipedrive.',
      blockedBecause: null,
      onSelect: () => {
        close();
        onChange({ target: null });
      },
    });
  return actions;
}
