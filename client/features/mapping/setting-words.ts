import { type SourceKind, typeLabels } from '../../../server/mapping/convert/compatibility.contract.ts';
import type { EntrySettings, ObjectTypeName, TargetView } from '../../../server/mapping/mapping.contract.ts';
import type { Option } from '../../ui/choice.tsx';
import { sameValue } from './same-value.ts';

type Rule = EntrySettings['rule'];
type Volatility = EntrySettings['volatility'];

export const rules: readonly Option<Rule>[] = [
  { value: 'always', label: 'Always' },
  { value: 'if_empty_or_ours', label: 'If empty or ours' },
  { value: 'if_empty', label: 'If empty' },
  { value: 'never', label: 'Never' },
];

/** What a rule does, for people. */
const ruleHints: Record<Rule, string> = {
  always: 'Replaces whatever the field holds, also what somebody typed.',
  if_empty_or_ours: 'Fills an empty field and updates what Store Leads wrote. What somebody typed stays.',
  if_empty: 'Fills the field once, when it is empty.',
  never: 'Writes nothing. The preview still shows the value.',
};

/** The same of a field of a type: addresses are never known to be ours, for Pipedrive rewrites them. */
export const ruleHint = (rule: Rule, type: string | undefined): string =>
  rule === 'if_empty_or_ours' && type === 'address'
    ? 'Fills an empty field, once: Pipedrive rewrites addresses, so ours cannot be told from typed ones. What is there stays.'
    : ruleHints[rule];

export const missingChoices: readonly Option<EntrySettings['whenMissing']>[] = [
  { value: 'keep', label: 'Keep the old value' },
  { value: 'clear', label: 'Empty the field' },
];

export const optionChoices: readonly Option<EntrySettings['newOption']>[] = [
  { value: 'skip', label: 'Leave the value out' },
  { value: 'create', label: 'Add it to the field’s options' },
];

export const volatilityChoices: readonly Option<Volatility['kind']>[] = [
  { value: 'exact', label: 'Write every change' },
  { value: 'tolerance', label: 'Write when it moved enough' },
  { value: 'rides_along', label: 'Write only along with another field' },
];

const kinds: Record<SourceKind, string> = {
  text: 'Text',
  long_text: 'Long text',
  number: 'Number',
  money: 'Money',
  date: 'Date',
  list: 'List',
};

/** What a source gives; numbers with their unit. */
export const kindWords = ({ kind, unit }: { kind: SourceKind; unit: string }): string =>
  unit && kind === 'number' ? `${kinds[kind]}, ${unit}` : kinds[kind];

/** A type of Pipedrive's as its own screens call it. */
export const typeWords = (type: string): string => typeLabels[type] ?? type;

/** Records of a type, in the middle of a sentence. */
export const recordsWords: Record<ObjectTypeName, string> = {
  organization: 'organizations',
  person: 'people',
};

const labelOf = <Value extends string>(options: readonly Option<Value>[], value: Value): string =>
  options.find((option) => option.value === value)?.label ?? value;

/** A share as people write it: 0.05 is "5 %". */
const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

function volatilityWords(volatility: Volatility): string {
  const label = labelOf(volatilityChoices, volatility.kind);
  return volatility.kind === 'tolerance' ? `${label}: ${percent(volatility.share)}` : label;
}

export type Difference = { what: string; theirs: string; mine: string };

/** Where two settings of a row differ, in words. */
export function differences(
  theirs: EntrySettings,
  mine: EntrySettings,
  targets: ReadonlyMap<string, TargetView>,
): Difference[] {
  const words: Record<keyof EntrySettings, (settings: EntrySettings) => string> = {
    target: ({ target }) => (target === null ? 'None' : (targets.get(target)?.name ?? 'A deleted field')),
    rule: ({ rule }) => labelOf(rules, rule),
    whenMissing: ({ whenMissing }) => labelOf(missingChoices, whenMissing),
    volatility: (settings) => volatilityWords(settings.volatility),
    newOption: ({ newOption }) => labelOf(optionChoices, newOption),
    enabled: ({ enabled }) => (enabled ? 'On' : 'Off'),
  };
  const names: Record<keyof EntrySettings, string> = {
    target: 'Field',
    rule: 'Write rule',
    whenMissing: 'When Store Leads has no value',
    volatility: 'Small changes',
    newOption: 'New options',
    enabled: 'On or off',
  };
  const keys = Object.keys(names) as (keyof EntrySettings)[];
  return keys
    .filter((key) => !sameValue(theirs[key], mine[key]))
    .map((key) => ({ what: names[key], theirs: words[key](theirs), mine: words[key](mine) }));
}
