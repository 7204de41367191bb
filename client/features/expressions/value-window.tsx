import { useState } from 'react';
import type { CalculatedValueView, MappingView } from '../../../server/mapping/mapping.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import { Notice } from '../../ui/notice.tsx';
import classes from './expressions.module.css';
import { gateWords } from './gate-words.ts';
import { useExpressionHelp } from './queries.ts';
import { SavedMeanwhile } from './saved-meanwhile.tsx';
import { refusalWords, useSaveValue } from './use-save-value.ts';
import { ValueEditor } from './value-editor.tsx';

type Props = {
  /** As saved now; it may be newer than what is being edited. */
  view: MappingView;
  value: CalculatedValueView;
  canChange: boolean;
};

/** One calculated value in a window of its own: saved at once, then the window closes. */
export function ValueWindow({ view, value, canChange }: Props) {
  const { host } = useHost();
  const [given, setGiven] = useState(value);
  const [mine, setMine] = useState<CalculatedValueView | null>(null);
  const [dirty, setDirty] = useState(false);
  const [closing, setClosing] = useState<string | null>(null);
  const saving = useSaveValue();
  const gate = gateWords(useExpressionHelp().data?.gate);
  const overtaken = saving.error !== null && toApiError(saving.error).code === 'mapping_changed';

  const close = (words: string) => host.closeModal().catch(() => setClosing(words));
  const save = (changed: CalculatedValueView) => {
    setMine(changed);
    saving.mutate(
      { view, value: changed },
      { onSuccess: () => void close('Saved. You can close this window.') },
    );
  };
  const cancel = async () => {
    const question = {
      title: 'Discard your changes?',
      description: 'What you changed here was not saved yet.',
      okText: 'Discard',
      destructive: true,
    };
    if (dirty && !(await host.confirm(question).catch(() => false))) return;
    await close('You can close this window.');
  };

  return (
    <div className={classes['list']}>
      {closing ? <Notice tone="info" title={closing} /> : null}
      {gate === null ? null : <Notice tone="info" title={gate} />}
      {canChange ? null : (
        <Notice tone="info" title="You can look, but not change">
          <p>Settings are changed by a Pipedrive admin or by the owner of the Store Leads account.</p>
        </Notice>
      )}
      {overtaken && mine ? (
        <SavedMeanwhile
          theirs={view.calculated.find(({ name }) => name === mine.name) ?? null}
          busy={saving.isPending}
          onMine={() => save(mine)}
          onTheirs={(theirs) => {
            setGiven(theirs);
            saving.reset();
          }}
        />
      ) : null}
      {saving.error && !overtaken ? (
        <Notice tone="negative" title="Not saved">
          {refusalWords(saving.error).map((words) => (
            <p key={words}>{words}</p>
          ))}
        </Notice>
      ) : null}
      <ValueEditor
        key={JSON.stringify(given)}
        value={given}
        taken={view.calculated.map(({ name }) => name).filter((name) => name !== given.name)}
        nameFixed
        canChange={canChange}
        submitLabel="Save and close"
        busy={saving.isPending}
        onSubmit={save}
        onCancel={() => void cancel()}
        onDirty={setDirty}
      />
    </div>
  );
}
