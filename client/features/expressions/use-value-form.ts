import { useEffect, useState } from 'react';
import type { ExpressionReport } from '../../../server/mapping/calculated/expression.contract.ts';
import type { CalculatedValueView } from '../../../server/mapping/mapping.contract.ts';
import { nameFor } from './draft-value.ts';
import type { WorkedExample } from './worked-examples.tsx';

const goodName = /^[a-z][a-z0-9_]{0,39}$/;
const mostExamples = 20;

/** What a form begins with. */
export type FormGiven = {
  value: CalculatedValueView;
  /** Names that other calculated values have. */
  taken: string[];
  /** A name that was saved never changes. */
  nameFixed: boolean;
  /** Told of every change, so that unsaved work can be guarded. */
  onDirty?: (dirty: boolean) => void;
};

export type ValueForm = ReturnType<typeof useValueForm>;

/** A calculated value while it is being written; nothing of it counts before it is handed on. */
export function useValueForm({ value: given, taken, nameFixed, onDirty }: FormGiven) {
  const [value, setValue] = useState(given);
  const [nameTouched, setNameTouched] = useState(given.name !== '');
  const dirty = JSON.stringify(value) !== JSON.stringify(given);
  useEffect(() => onDirty?.(dirty), [dirty, onDirty]);

  const change = (part: Partial<CalculatedValueView>) => setValue((before) => ({ ...before, ...part }));
  const named = (label: string) =>
    nameFixed || nameTouched || label.trim() === '' ? { label } : { label, name: nameFor(label, taken) };
  const nameProblem = nameFixed ? null : problemOfName(value.name, taken);

  return {
    value,
    dirty,
    change,
    nameProblem,
    setLabel: (label: string) => change(named(label)),
    setName: (name: string) => {
      setNameTouched(true);
      change({ name });
    },
    /** Starts from a worked example; a label that somebody wrote stays. */
    use: ({ title, expression, resultType }: WorkedExample) =>
      change({ expression, resultType, ...(value.label.trim() === '' ? named(title) : {}) }),
    expect: ({ storeId, text }: ExpressionReport['results'][number]) =>
      change({
        examples: [...value.examples, { storeId, expected: text ?? '' }].slice(-mostExamples),
      }),
    forget: (storeId: string) =>
      change({ examples: value.examples.filter((example) => example.storeId !== storeId) }),
    /** Why it cannot be handed on as it is; null when it can. */
    blocked: blockedBecause(value, nameProblem),
  };
}

function blockedBecause(value: CalculatedValueView, nameProblem: string | null): string | null {
  if (value.label.trim() === '') return 'Give it a label first.';
  if (nameProblem) return nameProblem;
  return value.expression.trim() === '' ? 'Write an expression first.' : null;
}

function problemOfName(name: string, taken: string[]): string | null {
  if (taken.includes(name)) return 'Another calculated value has this name. Choose another one.';
  if (name === '' || goodName.test(name)) return null;
  return 'Use lower-case letters, digits and underscores, a letter first, at most 40.';
}
