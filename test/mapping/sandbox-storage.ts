import { activeCurrencies } from '../../server/mapping/convert/active-currencies.ts';
import { readFieldValue } from '../../server/pipedrive/shapes.ts';
import type { FieldOption, FieldValue } from '../../server/pipedrive/types.ts';
import { wholeNumber } from '../sandbox/api/body.ts';
import { customValue } from '../sandbox/api/custom-value.ts';
import { seedWorld } from '../sandbox/seed/seed-world.ts';

const world = seedWorld({
  clientId: 'test',
  clientSecret: 'test',
  scopes: [],
  now: new Date('2026-11-23T10:00:00Z'),
  seed: 1,
  organizations: 0,
  persons: 0,
  limits: false,
  canary: '',
});
const [user] = world.users;
const [anyField] = world.fields;

/** The currencies of the pretend Pipedrive that are switched on, as conversions ask for them. */
export const sandboxCurrencies = activeCurrencies(
  world.currencies.map(({ code, decimals, active }) => ({ code, decimals, isActive: active })),
);

/**
 * What the pretend Pipedrive holds after a value was written to a field of a type, read as the app reads it.
 * Throws what Pipedrive refuses it with.
 */
export function stored(value: FieldValue, type: string, options: readonly FieldOption[] = []): FieldValue {
  if (!user || !anyField) throw new Error('the pretend Pipedrive has no user or no field');
  // Only standard fields are whole numbers; they are checked where records are written.
  if (type === 'int') return value === null ? null : wholeNumber(value);
  const field = { ...anyField, type, options: [...options] };
  // Through JSON, as on the wire.
  const sent: unknown = JSON.parse(JSON.stringify(value));
  return readFieldValue(JSON.parse(JSON.stringify(customValue(sent, { world, user, field }))));
}
