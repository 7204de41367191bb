import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import type { ObjectTypeName } from '../../../server/mapping/mapping.contract.ts';
import { type ApiError, toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import { count } from '../../ui/format.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { Tag } from '../../ui/tag.tsx';
import { ConflictPanel } from './conflict-panel.tsx';
import { countChanges, countIn, toMappingChanges } from './draft.ts';
import type { DraftState } from './draft-state.ts';
import { EnrichSwitch } from './enrich-switch.tsx';
import type { MappingSlots } from './mapping-slots.ts';
import { ObjectEditor } from './object-editor.tsx';
import { useSaveMapping } from './queries.ts';
import classes from './save-bar.module.css';
import { SaveBar } from './save-bar.tsx';
import { useMappingDraft } from './use-mapping-draft.tsx';

type Props = {
  state: DraftState;
  canChange: boolean;
  you: number | null;
  calculatedGate: string | null;
  slots: MappingSlots;
};

/** What takes the place of the table; `name` null: a new calculated value. */
type Inside = { kind: 'preview' } | { kind: 'calculated'; name: string | null } | null;

/** Problems that are put right where calculated values are written. */
const ofCalculated = new Set([
  'bad_expression',
  'duplicate_name',
  'name_changed',
  'calculated_in_use',
  'plan_required',
]);

/** Refusals that are told beside the rows they are about. */
const shownElsewhere = ({ code, details }: ApiError) =>
  code === 'mapping_changed' || (code === 'mapping_refused' && details !== undefined);

/** The mapping of organizations and people with the changes that are not saved yet. */
export function MappingEditor({ state, canChange, you, calculatedGate, slots }: Props) {
  const { host, say } = useHost();
  const { dispatch, setWriting } = useMappingDraft();
  const [objectType, setObjectType] = useState<ObjectTypeName>('organization');
  const [inside, setInside] = useState<Inside>(null);
  const saving = useSaveMapping();
  const { view, changes, conflicts } = state;
  const unsaved = countChanges(changes);
  const error = saving.error ? toApiError(saving.error) : null;
  const toSave = () => toMappingChanges(view, changes);
  /** What was open is gone with the focus in it: the tab above is the nearest place that stays. */
  const focusTab = () => document.getElementById(`mapping-rows-${objectType}`)?.focus();
  const close = () => {
    setInside(null);
    focusTab();
  };
  const discard = async () => {
    const question = {
      title: `Discard ${count(unsaved, 'change')}?`,
      description: 'The mapping goes back to what is saved.',
      okText: 'Discard',
      destructive: true,
    };
    try {
      if (!(await host.confirm(question))) return;
      saving.reset();
      dispatch({ type: 'discard' });
    } catch (refusal) {
      say(toApiError(refusal).message);
    }
  };
  const tab = (value: ObjectTypeName, label: string) => {
    const changed = countIn(changes, value);
    return { value, label, note: changed > 0 ? <Tag tone="accent">{count(changed, 'change')}</Tag> : null };
  };

  return (
    <Stack gap="md">
      <Tabs
        label="Records"
        controls="mapping-rows"
        value={objectType}
        tabs={[tab('organization', 'Organizations'), tab('person', 'People')]}
        onChange={setObjectType}
      />
      {conflicts ? (
        <ConflictPanel
          view={view}
          conflicts={conflicts}
          you={you}
          onDecide={(theirs) => {
            dispatch({ type: 'decide', theirs });
            focusTab();
          }}
        />
      ) : null}
      {inside?.kind === 'preview' && slots.preview
        ? slots.preview({ objectType, changes: unsaved > 0 ? toSave() : null, onClose: close })
        : null}
      {inside?.kind === 'calculated' && slots.calculated
        ? slots.calculated({
            values: changes.calculated ?? view.calculated,
            savedNames: new Set(view.calculated.map(({ name }) => name)),
            open: inside.name,
            canChange,
            problems: state.problems.filter(({ code }) => ofCalculated.has(code)),
            onChange: (calculated) => dispatch({ type: 'calculate', calculated }),
            onWriting: setWriting,
            onClose: close,
          })
        : null}
      {/* Hidden and not taken away, so that it comes back as it was left. */}
      <div
        role="tabpanel"
        id="mapping-rows"
        aria-labelledby={`mapping-rows-${objectType}`}
        hidden={conflicts !== null || inside !== null}
      >
        <Stack gap="md">
          <Group justify="space-between">
            <EnrichSwitch
              objectType={objectType}
              enabled={changes[objectType].enabled ?? view[objectType].enabled}
              canChange={canChange}
              onChange={(enabled) => dispatch({ type: 'enable', objectType, enabled })}
            />
            <Group gap="sm">
              {slots.preview ? (
                <Button size="xs" variant="default" onClick={() => setInside({ kind: 'preview' })}>
                  {unsaved > 0 ? 'Preview with changes' : 'Preview'}
                </Button>
              ) : null}
              {slots.calculated && canChange ? (
                <Button
                  size="xs"
                  variant="default"
                  disabled={calculatedGate !== null}
                  onClick={() => setInside({ kind: 'calculated', name: null })}
                >
                  New calculated value
                </Button>
              ) : null}
            </Group>
          </Group>
          {calculatedGate ? <span className={classes['about']}>{calculatedGate}</span> : null}
          <ObjectEditor
            key={objectType}
            objectType={objectType}
            state={state}
            dispatch={dispatch}
            canChange={canChange}
            you={you}
            calculates={calculatedGate === null}
            onEditExpression={slots.calculated ? (name) => setInside({ kind: 'calculated', name }) : null}
          />
        </Stack>
      </div>
      {conflicts ? null : (
        <SaveBar
          changes={unsaved}
          state={state}
          error={error && !shownElsewhere(error) ? error : null}
          saving={saving.isPending}
          onSave={() => saving.mutate(toSave(), { onSuccess: () => say('Mapping saved') })}
          onDiscard={() => void discard()}
        />
      )}
    </Stack>
  );
}
