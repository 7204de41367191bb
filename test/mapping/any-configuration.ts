import fc from 'fast-check';
import { fits } from '../../server/mapping/convert/compatibility.contract.ts';
import { withNewFields } from '../../server/mapping/default-mapping.ts';
import type { EntrySettings } from '../../server/mapping/mapping.contract.ts';
import type { CalculatedValue, MappingEntry, ObjectType } from '../../server/mapping/mapping.ts';
import type { MappingRow } from '../../server/mapping/mapping-row.ts';
import { sourcesOf } from '../../server/mapping/source-info.ts';
import type { Field } from '../../server/pipedrive/types.ts';

const types = ['varchar', 'text', 'double', 'monetary', 'date', 'enum', 'set', 'phone', 'address'];

/** Eight custom fields of each type, with names as people give them. */
export function someFields(objectType: ObjectType, codePrefix = ''): Field[] {
  return types.flatMap((type, at) =>
    Array.from({ length: 8 }, (_, n) => ({
      code: `${codePrefix}${objectType}_${at}_${n}`,
      name: `“${type}” \\ field ${n} é\u{1f600}`,
      type,
      isCustom: true,
      isOptional: false,
      options: [],
    })),
  );
}

const expressions: readonly Pick<CalculatedValue, 'expression' | 'resultType'>[] = [
  { expression: 'estimated_sales / 12.0', resultType: 'number' },
  { expression: 'city + "\\n, \\"" + country_code', resultType: 'text' },
  { expression: 'technologies', resultType: 'list' },
  { expression: 'rank < 1000.0', resultType: 'yes_no' },
];

const someValues: fc.Arbitrary<CalculatedValue[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 5 })
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((n) =>
        fc
          .record({
            of: fc.constantFrom(...expressions),
            examples: fc.array(
              fc
                .tuple(
                  fc.string({ minLength: 1, maxLength: 20 }),
                  fc.string({ unit: 'binary', maxLength: 20 }),
                )
                .map(([storeId, expected]) => ({ storeId, expected })),
              { maxLength: 2 },
            ),
          })
          .map(({ of, examples }) => ({ name: `value_${n}`, label: `Value ${n}`, ...of, examples })),
      ),
    ),
  );

const share = fc.double({ min: 0.001, max: 1, noNaN: true });
const plus = fc.double({ min: 0, max: 1000, noNaN: true }).map(Math.abs);

const someSettings: fc.Arbitrary<Omit<EntrySettings, 'target'>> = fc.record({
  rule: fc.constantFrom('always', 'if_empty_or_ours', 'if_empty', 'never'),
  whenMissing: fc.constantFrom('keep', 'clear'),
  volatility: fc.oneof(
    fc.constant({ kind: 'exact' as const }),
    fc.constant({ kind: 'rides_along' as const }),
    share.map((share) => ({ kind: 'tolerance' as const, share })),
    fc.tuple(share, plus).map(([share, plus]) => ({ kind: 'tolerance' as const, share, plus })),
  ),
  newOption: fc.constantFrom('skip', 'create'),
  enabled: fc.boolean(),
});

/** A mapping that could have been saved: each entry with a fitting field of its own, or none. */
export const someRow: fc.Arbitrary<MappingRow> = someValues.chain((calculated) =>
  fc.record({
    companyId: fc.constant(1),
    epoch: fc.constant('epoch-1'),
    version: fc.constant(3),
    edition: fc.constant(2),
    savedBy: fc.constant(null),
    objects: fc.record({
      organization: someObject('organization', calculated),
      person: someObject('person', calculated),
    }),
    calculated: fc.constant(calculated),
    refusedAt: fc.constant(null),
    creating: fc.constant(null),
  }),
);

function someObject(objectType: ObjectType, calculated: CalculatedValue[]) {
  const entries = withNewFields([], calculated);
  return fc.record({
    enabled: fc.boolean(),
    intents: fc.constant<string[]>([]),
    entries: fc
      .array(fc.record({ at: fc.nat(entries.length - 1), pick: fc.nat(100), settings: someSettings }), {
        maxLength: 40,
      })
      .map((wishes) => {
        const free = new Set(someFields(objectType));
        return wishes.reduce((all, { at, pick, settings }) => {
          const entry = all[at];
          if (!entry || entry.target) return all;
          const field = fitting(entry, [...free], calculated)[pick % 12];
          if (field) free.delete(field);
          const target = field ? { code: field.code, type: field.type } : null;
          return all.with(at, { ...entry, ...stored(settings), target });
        }, entries);
      }),
  });
}

function fitting({ source }: MappingEntry, fields: Field[], calculated: CalculatedValue[]): Field[] {
  const kind = sourcesOf(calculated).get(source)?.kind;
  return fields.filter(({ type }) => kind && fits(kind, type).fit !== 'refused');
}

function stored({
  volatility,
  ...rest
}: Omit<EntrySettings, 'target'>): Omit<MappingEntry, 'source' | 'target' | 'broken'> {
  if (volatility.kind !== 'tolerance') return { ...rest, volatility };
  const { plus, ...tolerance } = volatility;
  return { ...rest, volatility: plus === undefined ? tolerance : { ...tolerance, plus } };
}
