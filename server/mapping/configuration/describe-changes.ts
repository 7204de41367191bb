import { defaultSettings, settingsOf } from '../entry-settings.ts';
import type { EntrySettings } from '../mapping.contract.ts';
import { type CalculatedValue, type ObjectType, objectTypes } from '../mapping.ts';
import type { MappingDraft } from '../merge-changes.ts';
import type { ObjectFields } from '../object-fields.ts';
import { sourcesOf } from '../source-info.ts';
import type { ImportPlan } from './configuration.contract.ts';

type Change = ImportPlan['changes'][number];
type Both<T> = { before: T; after: T };

/**
 * The difference between two mappings in people's words, in the order people see the sources. Pure.
 * @param input.fields fields as they are in Pipedrive now: codes never show.
 */
export function describeChanges(
  input: Both<MappingDraft> & { fields: ObjectFields; prefixes: Both<string> },
): Change[] {
  const { before, after, prefixes } = input;
  return [
    ...changed(null, 'Names of new fields', 'Prefix', prefixes),
    ...calculatedChanges(before.calculated, after.calculated),
    ...objectTypes.flatMap((objectType) => objectChanges(input, objectType)),
  ];
}

function objectChanges(
  { before, after, fields }: Both<MappingDraft> & { fields: ObjectFields },
  objectType: ObjectType,
): Change[] {
  const names = new Map(fields[objectType].map(({ code, name }) => [code, name]));
  const wordsOf = (draft: MappingDraft) =>
    new Map(
      draft.objects[objectType].entries.map((entry) => [entry.source, entryWords(settingsOf(entry), names)]),
    );
  const [old, next] = [wordsOf(before), wordsOf(after)];
  const switched = {
    before: onOff(before.objects[objectType].enabled),
    after: onOff(after.objects[objectType].enabled),
  };
  const sources = [...sourcesOf([...before.calculated, ...after.calculated]).values()];
  return [
    ...changed(objectType, enrichedWords[objectType], 'On or off', switched),
    ...sources.flatMap((info) => {
      const { source, label } = info;
      // Calculated values that come or go are like a fresh start on the other side.
      const none = entryWords(defaultSettings(info), names);
      const [was, is] = [old.get(source) ?? none, next.get(source) ?? none];
      return Object.keys(is).flatMap((what) => {
        const change = { before: was[what] ?? '', after: is[what] ?? '' };
        return changed(objectType, label, what, what === 'Field' ? withWarning(change, is) : change);
      });
    }),
  ];
}

function entryWords(
  { target, rule, whenMissing, volatility, newOption, enabled }: EntrySettings,
  names: ReadonlyMap<string, string>,
): Record<string, string> {
  return {
    Field: target === null ? 'None' : (names.get(target) ?? 'A deleted field'),
    'Write rule': ruleWords[rule],
    'When Store Leads has no value': whenMissing === 'keep' ? 'Keep the old value' : 'Empty the field',
    'Small changes': volatilityWords(volatility),
    'New options': newOption === 'skip' ? 'Leave the value out' : 'Add it to the field’s options',
    'On or off': onOff(enabled),
  };
}

/** A row whose rule is as before gets another field: what stands there now is about to be lost. */
function withWarning({ before, after }: Both<string>, words: Record<string, string>): Both<string> {
  const replaces = before !== after && after !== 'None' && words['Write rule'] === ruleWords.always;
  return { before, after: replaces ? `${after} (whatever it holds is replaced)` : after };
}

function volatilityWords(volatility: EntrySettings['volatility']): string {
  if (volatility.kind === 'exact') return 'Write every change';
  if (volatility.kind === 'rides_along') return 'Write only along with another field';
  const share = `Write when it moved enough: ${Number((volatility.share * 100).toFixed(2))} %`;
  return volatility.plus ? `${share}, and ${volatility.plus} more` : share;
}

function calculatedChanges(before: readonly CalculatedValue[], after: readonly CalculatedValue[]): Change[] {
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const [was, is] = [before, after].map((values) => values.find((value) => value.name === name));
    const label = (is ?? was)?.label ?? name;
    if (!was || !is) {
      const both = { before: was?.expression ?? 'None', after: is?.expression ?? 'None' };
      return changed(null, label, 'Calculated value', both);
    }
    return [
      ...changed(null, label, 'Label', { before: was.label, after: is.label }),
      ...changed(null, label, 'Expression', { before: was.expression, after: is.expression }),
      ...changed(null, label, 'Result', {
        before: resultWords[was.resultType],
        after: resultWords[is.resultType],
      }),
      ...changed(null, label, 'Examples', { before: exampleWords(was), after: exampleWords(is) }),
    ];
  });
}

function changed(
  objectType: ObjectType | null,
  label: string,
  what: string,
  { before, after }: Both<string>,
): Change[] {
  return before === after ? [] : [{ objectType, label, what, before, after }];
}

const exampleWords = ({ examples }: CalculatedValue): string =>
  examples.map(({ storeId, expected }) => `${storeId}: ${expected}`).join('; ') || 'None';
const onOff = (enabled: boolean): string => (enabled ? 'On' : 'Off');
const enrichedWords = { organization: 'Organizations are enriched', person: 'People are enriched' } as const;
const ruleWords = {
  always: 'Always',
  if_empty_or_ours: 'If empty or ours',
  if_empty: 'If empty',
  never: 'Never',
} as const;
const resultWords = {
  text: 'Text',
  number: 'Number',
  yes_no: 'Yes or no',
  date: 'Date',
  list: 'List',
  money: 'Money',
} as const;
