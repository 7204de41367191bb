import fc from 'fast-check';
import type { SourceKind } from '../../server/mapping/convert/compatibility.contract.ts';
import type { SourceValue } from '../../server/mapping/fields/field-catalog.ts';

const someText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom(' ', '\n', '\r', 'a', 'b', 'B', '\u00a0', '\u2028', '😀', '\u0085', 'ı', 'İ'),
    maxLength: 400,
    // Otherwise nearly all are far too short to be cut.
    size: 'large',
  }),
  fc.constantFrom('Klaviyo', 'klaviyo ', 'KLAVIYO', 'Judge.me', 'Yes', 'No', '7', '__proto__', 'constructor'),
  fc.double().map(String),
);
const someDay = fc
  .date({ noInvalidDate: true, min: new Date('0001-01-01'), max: new Date('9999-12-31') })
  .map((day) => day.toISOString().slice(0, 10));
const someNumber = fc.oneof(fc.double(), fc.integer(), fc.double({ min: -1e6, max: 1e6 }));

/** Values that a source of each kind may give, odd ones among them. */
export const sourceOfKind: Readonly<Record<SourceKind, fc.Arbitrary<SourceValue>>> = {
  text: someText,
  long_text: someText,
  number: someNumber,
  money: fc.record({
    amount: someNumber,
    currency: fc.constantFrom('USD', 'eur', 'JPY', 'CHF', 'XXX', ' ', ''),
  }),
  date: someDay,
  list: fc.array(someText, { maxLength: 30 }),
};

/** Any value of any kind. */
export const anySource: fc.Arbitrary<SourceValue> = fc.oneof(
  fc.constant(null),
  ...Object.values(sourceOfKind),
);
