import { schemaRefusal } from './refusal.ts';

/** A rule was broken; the reader of the body says by which key. */
export class BodyFault extends Error {}

/** Checks one value of a body and gives it in the form it is stored in. */
export type BodyRule<T> = (value: unknown) => T;

/**
 * Reads a JSON body strictly: it must be an object, keys outside `rules` are refused (a custom field's code at
 * the top level is one of those), nothing is converted.
 * @throws Refusal 400
 */
export function readBody<R extends Record<string, BodyRule<unknown>>>(
  body: unknown,
  rules: R,
): { [K in keyof R]: ReturnType<R[K]> | undefined } {
  if (!isObject(body)) throw schemaRefusal('body', 'must be an object');
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (!rule) throw schemaRefusal(key, `Parameter '${key}' is not allowed`);
    try {
      read[key] = rule(value);
    } catch (fault) {
      if (fault instanceof BodyFault) throw schemaRefusal(key, fault.message, key);
      throw fault;
    }
  }
  return read as { [K in keyof R]: ReturnType<R[K]> | undefined };
}

/** True for a JSON object, not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text without the blanks around it. */
export function words(options: { min?: number; max: number }): BodyRule<string> {
  return (value) => {
    if (typeof value !== 'string') throw new BodyFault('must be a string');
    const trimmed = value.trim();
    if (trimmed.length < (options.min ?? 0)) throw new BodyFault('is not allowed to be empty');
    if (trimmed.length > options.max) throw new BodyFault(`must be at most ${options.max} characters long`);
    return trimmed;
  };
}

export const wholeNumber: BodyRule<number> = (value) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new BodyFault('must be an integer');
  return value;
};

export const truth: BodyRule<boolean> = (value) => {
  if (typeof value !== 'boolean') throw new BodyFault('must be a boolean');
  return value;
};

/** The same rule, and null. */
export function orNull<T>(rule: BodyRule<T>): BodyRule<T | null> {
  return (value) => (value === null ? null : rule(value));
}

/** A list every item of which follows the rule. */
export function listOf<T>(rule: BodyRule<T>): BodyRule<T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new BodyFault('must be an array');
    return value.map(rule);
  };
}

/** A part of an object: same strictness as the body itself, but reported under the outer key. */
export function parts<R extends Record<string, BodyRule<unknown>>>(
  rules: R,
): BodyRule<{ [K in keyof R]: ReturnType<R[K]> | undefined }> {
  return (value) => {
    if (!isObject(value)) throw new BodyFault('must be an object');
    const read: Record<string, unknown> = {};
    for (const [key, part] of Object.entries(value)) {
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
      if (!rule) throw new BodyFault(`Parameter '${key}' is not allowed`);
      read[key] = rule(part);
    }
    return read as { [K in keyof R]: ReturnType<R[K]> | undefined };
  };
}
