import { byId } from '../state/by-id.ts';
import type { CustomValue, Field, User, World } from '../world.ts';
import { addressRule } from './address.ts';
import { BodyFault, isObject } from './body.ts';

type Context = { world: World; user: User; field: Field };
type Rule = (value: unknown, context: Context) => CustomValue | null;

const shortText: Rule = (value) => textUpTo(255)(value);

const rules: Record<string, Rule> = {
  varchar: shortText,
  varchar_auto: shortText,
  phone: shortText,
  text: (value) => textUpTo(65_000)(value),
  double: (value) => precise(numeric(value)),
  monetary,
  date: (value) => date(value),
  daterange: (value) => range(value, date, []),
  time: (value, context) => timeOf(value, context, ['value']),
  timerange: (value, context) => timeOf(value, context, ['value', 'until']),
  enum: (value, { field }) => option(value, field),
  set: (value, { field }) => {
    if (!Array.isArray(value)) throw new BodyFault("Expected 'array' as value for multiple options");
    if (value.length === 0) throw new BodyFault('must not be an empty array, use null to clear');
    return [...new Set(value.map((id) => option(id, field)))];
  },
  user: (value, { world }) => existing(value, world.users, 'user'),
  org: (value, { world }) => existing(value, world.organizations, 'organization'),
  people: (value, { world }) => existing(value, world.persons, 'person'),
  address: (value) => addressRule(value),
};

/**
 * Checks a value for a custom field and gives it as Pipedrive keeps it (trimmed, rounded); null clears.
 * @throws BodyFault with the reason.
 */
export function customValue(value: unknown, context: Context): CustomValue | null {
  if (value === null) return null;
  const rule = rules[context.field.type];
  if (!rule) throw new BodyFault('cannot be written');
  return rule(value, context);
}

function textUpTo(max: number) {
  return (value: unknown): string | null => {
    if (typeof value !== 'string') throw new BodyFault("Expected 'string' as value");
    const trimmed = value.trim();
    if (trimmed.length > max) throw new BodyFault(`must be at most ${max} characters long`);
    return trimmed === '' ? null : trimmed;
  };
}

function numeric(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new BodyFault("Expected 'number' as value");
  return value;
}

/** 14 digits and 16 decimals are what Pipedrive documents for numbers. */
function precise(value: number): number {
  if (Math.abs(value) >= 1e14) throw new BodyFault('must have at most 14 digits');
  return Number(Number(value.toPrecision(14)).toFixed(16));
}

function monetary(value: unknown, { world, user }: Context): CustomValue {
  if (!isObject(value)) throw new BodyFault("Expected 'object' as value for monetary");
  const { value: amount, currency = user.defaultCurrency, ...rest } = value;
  const foreign = Object.keys(rest)[0];
  if (foreign !== undefined) throw new BodyFault(`Parameter '${foreign}' is not allowed`);
  const known = world.currencies.find((candidate) => candidate.code === currency && candidate.active);
  if (!known) throw new BodyFault('currency is unknown or not active');
  return { value: rounded(precise(numeric(amount)), known.decimals), currency: known.code };
}

/** Half away from zero, on the decimal writing of the number and not on its binary value. */
function rounded(value: number, decimals: number): number {
  const shifted = Number(`${Math.abs(value)}e${decimals}`);
  if (Number.isNaN(shifted)) return Number(value.toFixed(decimals));
  const back = Number(`${Math.round(shifted)}e-${decimals}`);
  return Number.isNaN(back) ? Number(value.toFixed(decimals)) : value < 0 && back !== 0 ? -back : back;
}

function date(value: unknown): string {
  const written = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : null;
  const read = written === null ? null : new Date(`${written}T00:00:00Z`);
  if (
    written === null ||
    !read ||
    Number.isNaN(read.getTime()) ||
    read.toISOString().slice(0, 10) !== written
  ) {
    throw new BodyFault('must be a date in the form YYYY-MM-DD');
  }
  return written;
}

function range(value: unknown, rule: (part: unknown) => string, more: string[]): Record<string, string> {
  if (!isObject(value)) throw new BodyFault("Expected 'object' as value for a range");
  const foreign = Object.keys(value).find((key) => !['value', 'until', ...more].includes(key));
  if (foreign !== undefined) throw new BodyFault(`Parameter '${foreign}' is not allowed`);
  return { value: rule(value['value']), until: rule(value['until']) };
}

function timeOf(value: unknown, { user }: Context, keys: ('value' | 'until')[]): CustomValue {
  if (!isObject(value)) throw new BodyFault("Expected 'object' as value for a time");
  const zone = value['timezone_name'] ?? user.timezone;
  if (typeof zone !== 'string' || !Intl.supportedValuesOf('timeZone').includes(zone)) {
    throw new BodyFault('timezone_name is not a known time zone');
  }
  const zoneId = value['timezone_id'] ?? 1;
  if (typeof zoneId !== 'number') throw new BodyFault('timezone_id must be a number');
  const stored: Record<string, string | number> = { timezone_id: 1, timezone_name: zone };
  for (const key of Object.keys(value)) {
    if (!['timezone_id', 'timezone_name', ...keys].includes(key))
      throw new BodyFault(`Parameter '${key}' is not allowed`);
  }
  for (const key of keys) {
    const part = value[key];
    if (typeof part !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(part)) {
      throw new BodyFault(`${key} must be a time in the form HH:MM:SS`);
    }
    stored[key] = part;
  }
  return stored;
}

function option(value: unknown, field: Field): number {
  if (typeof value !== 'number') throw new BodyFault("Expected 'number' as value for single option");
  if (!field.options?.some((candidate) => candidate.id === value))
    throw new BodyFault('is not an option of the field');
  return value;
}

function existing(value: unknown, list: readonly { id: number }[], what: string): number {
  if (typeof value !== 'number') throw new BodyFault("Expected 'number' as value");
  if (!byId(list, value)) throw new BodyFault(`there is no such ${what}`);
  return value;
}
