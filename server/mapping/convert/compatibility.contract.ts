import { z } from 'zod';

/** What a source yields, whatever field it is written to. */
export const sourceKind = z.enum(['text', 'long_text', 'number', 'money', 'date', 'list']);
export type SourceKind = z.infer<typeof sourceKind>;

/** `good`: nothing is lost. `lossy`: works, but says less or may be cut; `loss` says how. `refused`: never. */
export type Fit = { fit: 'good' } | { fit: 'lossy'; loss: string } | { fit: 'refused'; reason: string };

/** Names of the types in Pipedrive's own screens (pipedrive-api.md §3.5). */
export const typeLabels: Readonly<Record<string, string>> = {
  varchar: 'Text',
  varchar_auto: 'Autocomplete',
  text: 'Large text',
  double: 'Numerical',
  int: 'Whole number',
  monetary: 'Monetary',
  date: 'Date',
  enum: 'Single option',
  set: 'Multiple options',
  phone: 'Phone',
  address: 'Address',
  daterange: 'Date range',
  time: 'Time',
  timerange: 'Time range',
  user: 'User',
  org: 'Organization',
  people: 'Person',
};

const good: Fit = { fit: 'good' };
const lossy = (loss: string) => ({ fit: 'lossy', loss }) as const;
const refused = (reason: string): Fit => ({ fit: 'refused', reason });

const cut = lossy('Text is cut at 255 characters.');
const cutList = lossy('The list is cut at 255 characters, after a whole item.');
const rounded = lossy('Numbers are rounded to whole ones.');
const noCurrency = lossy('The currency is left out.');
const oneOption = lossy('The value becomes one option; values without an option can be left out or added.');
const asPhone = lossy('The number is written as it is, without a country code.');
const oneOfMany = lossy('A phone field holds one number: the first of the list in order of digits.');
const located = lossy('Pipedrive looks the address up and may change it.');

const noNumber = refused('This is no number. Pick a text field, or calculate a value of type number.');
const noAmount = refused(
  'This is no amount of money. Pick a text field, or calculate a value with money(…).',
);
const bareNumber = refused(
  'A number has no currency. Pick a numerical field, or calculate a value with money(…).',
);
const noDate = refused('This is no date. Pick a text field, or calculate a value of type date.');
const manyForOne = refused(
  'A list has many values. Pick a field with multiple options or a large text field.',
);
const noOption = refused('This makes no option: nearly every store has another value. Pick a text field.');
const noPhone = refused('This is no phone number. Pick a text field.');
const noAddress = refused('This is no address. Pick a text field.');
const noRange = refused('A date range needs a first and a last day. Pick a date field.');
const noTime = refused('Store Leads knows days, not times of day. Pick a date or text field.');
const ofPipedrive = refused(
  'This field points to something in Pipedrive, which a store cannot name. Pick a text field.',
);
const unknown = refused('Fields of this type cannot be filled by this app. Pick a text field.');

type Row = Readonly<Record<SourceKind, Fit>>;

/** The matrix: for each type of Pipedrive what becomes of each kind of source. `convertValue` does what it says. */
const matrix: ReadonlyMap<string, Row> = new Map<string, Row>([
  ['varchar', { text: good, long_text: cut, number: good, money: good, date: good, list: cutList }],
  ['varchar_auto', { text: good, long_text: cut, number: good, money: good, date: good, list: cutList }],
  ['text', every(good)],
  ['double', { ...every(noNumber), number: good, money: noCurrency }],
  ['int', { ...every(noNumber), number: rounded, money: lossy(`${noCurrency.loss} ${rounded.loss}`) }],
  ['monetary', { ...every(noAmount), number: bareNumber, money: good }],
  ['date', { ...every(noDate), date: good }],
  ['enum', { ...every(noOption), text: oneOption, number: oneOption, date: oneOption, list: manyForOne }],
  ['set', { ...every(noOption), text: oneOption, number: oneOption, date: oneOption, list: good }],
  ['phone', { ...every(noPhone), text: good, number: asPhone, list: oneOfMany }],
  ['address', { ...every(noAddress), text: located }],
  ['daterange', every(noRange)],
  ['time', every(noTime)],
  ['timerange', every(noTime)],
  ['user', every(ofPipedrive)],
  ['org', every(ofPipedrive)],
  ['people', every(ofPipedrive)],
]);

/**
 * Whether a source of this kind may be written to a Pipedrive field of this type. Types that are not known
 * (Pipedrive has system fields of many more) are refused. Sentences are for people and say what to do.
 */
export function fits(kind: SourceKind, fieldType: string): Fit {
  return matrix.get(fieldType)?.[kind] ?? unknown;
}

/** The kind of what a calculated value of this result type gives: yes and no are texts. */
export function kindOfResult(type: Exclude<SourceKind, 'long_text'> | 'yes_no'): SourceKind {
  return type === 'yes_no' ? 'text' : type;
}

function every(fit: Fit): Row {
  return { text: fit, long_text: fit, number: fit, money: fit, date: fit, list: fit };
}
