import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { CalculatedValueView, MappingProblem } from '../../../server/mapping/mapping.contract.ts';
import { useHost } from '../../host/use-host.tsx';
import { Notice } from '../../ui/notice.tsx';
import { emptyValue } from './draft-value.ts';
import classes from './expressions.module.css';
import { gateWords } from './gate-words.ts';
import { useExpressionHelp } from './queries.ts';
import { ValueEditor } from './value-editor.tsx';
import { ValueList } from './value-list.tsx';

type Props = {
  /** With the changes not saved yet. */
  values: CalculatedValueView[];
  /** Names that are saved: these do not change any more. */
  savedNames: ReadonlySet<string>;
  /** Name of the one to edit at first; null: a new one. */
  open: string | null;
  canChange: boolean;
  /** What the server said about calculated values when somebody tried to save. */
  problems: MappingProblem[];
  onChange: (values: CalculatedValueView[]) => void;
  /** Told whether something is being written that was not handed on yet, also while it is off the page for a while. */
  onWriting: (isWriting: boolean) => void;
  onClose: () => void;
};

type Shown = { kind: 'list' } | { kind: 'new' } | { kind: 'one'; name: string };

/** The calculated values among the unsaved changes: an editor for one of them, and the list of all. */
export function CalculatedValues(props: Props) {
  const { values, savedNames, canChange, problems, onChange, onWriting } = props;
  const [shown, setShown] = useState<Shown>(
    props.open === null ? { kind: 'new' } : { kind: 'one', name: props.open },
  );
  const gate = gateWords(useExpressionHelp().data?.gate);
  const { say } = useHost();
  const title = useRef<HTMLHeadingElement>(null);
  // What was pressed to get here is gone: without this, the keyboard would start at the top of the page again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is about the change of what is shown.
  useEffect(() => title.current?.focus(), [shown]);
  const value = shown.kind === 'one' ? values.find(({ name }) => name === shown.name) : emptyValue;
  const toList = () => {
    onWriting(false);
    setShown({ kind: 'list' });
  };
  const onClose = () => {
    onWriting(false);
    props.onClose();
  };
  const submit = (changed: CalculatedValueView) => {
    onChange(
      shown.kind === 'one'
        ? values.map((other) => (other.name === shown.name ? changed : other))
        : [...values, changed],
    );
    toList();
    say('Save the mapping to keep this change');
  };

  return (
    <div className={classes['list']}>
      {gate === null ? null : <Notice tone="info" title={gate} />}
      {problems.length > 0 ? (
        <Notice tone="negative" title="Not saved">
          {problems.map(({ code, source, message }) => (
            <p key={`${source} ${code} ${message}`}>{message}</p>
          ))}
        </Notice>
      ) : null}
      {shown.kind === 'list' || !value ? (
        <>
          <h3 ref={title} tabIndex={-1} className={classes['label']}>
            Calculated values
          </h3>
          <ValueList
            values={values}
            canChange={canChange && gate === null}
            onAdd={() => setShown({ kind: 'new' })}
            onEdit={(name) => setShown({ kind: 'one', name })}
            onDelete={(name) => onChange(values.filter((one) => one.name !== name))}
          />
          <div>
            <Button size="xs" variant="default" onClick={onClose}>
              Back to the mapping
            </Button>
          </div>
        </>
      ) : (
        <section aria-label={value.label || 'New calculated value'}>
          <h3 ref={title} tabIndex={-1} className={classes['label']}>
            {value.label || 'New calculated value'}
          </h3>
          <ValueEditor
            value={value}
            taken={values.map(({ name }) => name).filter((name) => name !== value.name)}
            nameFixed={savedNames.has(value.name)}
            canChange={canChange}
            onDirty={onWriting}
            submitLabel="Done"
            onSubmit={submit}
            onCancel={values.length === 0 ? onClose : toList}
          />
        </section>
      )}
    </div>
  );
}
