import type { CalculatedValueView } from '../../../server/mapping/mapping.contract.ts';

export type ResultTypeName = CalculatedValueView['resultType'];

/** The types of a result in the words of the screen. */
export const resultTypes: { value: ResultTypeName; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'yes_no', label: 'Yes or no' },
  { value: 'date', label: 'Date' },
  { value: 'list', label: 'List' },
  { value: 'money', label: 'Money' },
];

/** The word for a result type. */
export const resultTypeLabel = (type: ResultTypeName): string =>
  resultTypes.find(({ value }) => value === type)?.label ?? type;

const engineTypes: [start: string, words: string][] = [
  ['string', 'text'],
  ['int', 'a number'],
  ['uint', 'a number'],
  ['double', 'a number'],
  ['bool', 'yes or no'],
  ['list', 'a list'],
  ['map', 'an object'],
  ['google.protobuf.Timestamp', 'a date and time'],
];

/** That an expression is correct, and what it gives; often only the stores themselves tell that. */
export function typeWords(type: string | null): string {
  const known = engineTypes.find(([start]) => type?.startsWith(start));
  return known ? `Correct. It gives ${known[1]}.` : 'Correct. What it gives depends on the store.';
}

/** A calculated value as it begins. */
export const emptyValue: CalculatedValueView = {
  name: '',
  label: '',
  expression: '',
  resultType: 'text',
  examples: [],
};

/** A name made of a label, free among `taken`: `Number of technologies` gives `number_of_technologies`. */
export function nameFor(label: string, taken: string[]): string {
  const plain = label
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, 36);
  const base = plain === '' ? 'value' : plain.replace(/_+$/, '');
  let name = base;
  for (let n = 2; taken.includes(name); n += 1) name = `${base}_${n}`;
  return name;
}

/** Where a position in a text is, as people count: lines and columns from 1. */
export function placeOf(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
