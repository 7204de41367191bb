import { schemaRefusal } from './refusal.ts';

/** Reads one query parameter; throws `QueryFault` with the reason when it cannot. */
export type QueryRule<T> = (text: string) => T;

export class QueryFault extends Error {}

/**
 * Reads the query strictly: parameters that the endpoint does not know, repeated ones and wrong values are refused.
 * @throws Refusal 400
 */
export function readQuery<R extends Record<string, QueryRule<unknown>>>(
  query: URLSearchParams,
  rules: R,
): { [K in keyof R]: ReturnType<R[K]> | undefined } {
  const read: Record<string, unknown> = {};
  for (const [key, text] of query) {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (!rule) throw schemaRefusal(key, `Parameter '${key}' is not allowed`);
    if (Object.hasOwn(read, key)) throw schemaRefusal(key, 'must be given once');
    try {
      read[key] = rule(text);
    } catch (fault) {
      if (fault instanceof QueryFault) throw schemaRefusal(key, fault.message);
      throw fault;
    }
  }
  return read as { [K in keyof R]: ReturnType<R[K]> | undefined };
}

/** A whole number within bounds. */
export function integer(min = 0, max = Number.MAX_SAFE_INTEGER): QueryRule<number> {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) throw new QueryFault('must be an integer');
    if (value < min || value > max) throw new QueryFault(`must be between ${min} and ${max}`);
    return value;
  };
}

/** `true` or `false`, nothing else. */
export const flag: QueryRule<boolean> = (text) => {
  if (text !== 'true' && text !== 'false') throw new QueryFault('must be a boolean');
  return text === 'true';
};

/** Any text that is not empty. */
export const text: QueryRule<string> = (value) => {
  if (value === '') throw new QueryFault('is not allowed to be empty');
  return value;
};

/** One of these words. */
export function oneOf<T extends string>(...allowed: readonly T[]): QueryRule<T> {
  return (value) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw new QueryFault(`must be one of ${allowed.join(', ')}`);
    return found;
  };
}

/** A comma list; each part must be allowed (when a list of allowed ones is given), at most `max` of them. */
export function commaList(options: { allowed?: readonly string[]; max?: number }): QueryRule<string[]> {
  return (value) => {
    const parts = value.split(',').map((part) => part.trim());
    if (parts.some((part) => part === '')) throw new QueryFault('has an empty part');
    if (parts.length > (options.max ?? 1000)) throw new QueryFault(`must have at most ${options.max} parts`);
    const foreign = parts.find((part) => options.allowed && !options.allowed.includes(part));
    if (foreign !== undefined) throw new QueryFault(`has the unknown part ${foreign}`);
    return parts;
  };
}

/** Ids separated by commas, at most 100. */
export const idList: QueryRule<number[]> = (value) => commaList({ max: 100 })(value).map(integer(1));

/** RFC 3339 in whole seconds; a fraction of a second is refused, as the real API does. Gives the UTC form of `apiTime`. */
export const moment: QueryRule<string> = (value) => {
  const time = Date.parse(value);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(value) || Number.isNaN(time)) {
    throw new QueryFault('is not a valid datetime');
  }
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
};
