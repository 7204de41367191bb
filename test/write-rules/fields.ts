import type { FieldType } from '../../server/pipedrive/types.ts';
import type { FieldLaw, Value } from './model.ts';

/** A mapped field of the simulation: a source of the catalogue, the field it goes to, and values that come up. */
export type SimulatedField = Omit<FieldLaw, 'rule'> & {
  source: string;
  code: string;
  type: FieldType;
  fromStore: readonly Value[];
  byHand: readonly Value[];
};

const code = (at: number) => String(at).repeat(40);
const asSent = (value: Value): Value => value;

/** One of every kind that the rules treat differently. Pipedrive drops a tilde from the first, and geocodes the last. */
export const simulatedFields: readonly SimulatedField[] = [
  {
    name: 'title',
    source: 'title',
    code: code(1),
    type: 'varchar',
    drift: { kind: 'none' },
    isAddress: false,
    stored: (value) => (typeof value === 'string' ? value.replaceAll('~', '') : value),
    fromStore: ['a', 'b', 'c~', null],
    byHand: ['hand', 'typed', '', 'a', 'b'],
  },
  {
    name: 'profile',
    source: 'city',
    code: 'linkedin',
    type: 'varchar',
    drift: { kind: 'none' },
    isAddress: false,
    stored: asSent,
    fromStore: ['x', 'y', null],
    byHand: ['hand', '', 'x'],
  },
  {
    name: 'rank',
    source: 'rank',
    code: code(2),
    type: 'double',
    drift: { kind: 'tolerance', share: 0.1 },
    isAddress: false,
    stored: asSent,
    fromStore: [100, 104, 108, 125, 160, null],
    byHand: [102, 7, null, 100],
  },
  {
    name: 'products',
    source: 'product_count',
    code: code(3),
    type: 'double',
    drift: { kind: 'rides_along' },
    isAddress: false,
    stored: asSent,
    fromStore: [1, 2, 3, null],
    byHand: [9, null, 2],
  },
  {
    name: 'address',
    source: 'street_address',
    code: code(4),
    type: 'address',
    drift: { kind: 'none' },
    isAddress: true,
    stored: (value) =>
      typeof value === 'string' && value !== '' ? `${value.replace(/, PT$/, '')}, PT` : value,
    fromStore: ['First Street', 'Second Street', null],
    byHand: ['Third Street', '', 'First Street'],
  },
];
