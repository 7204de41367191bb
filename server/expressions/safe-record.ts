/**
 * A record the engine can read. An object with an own key `constructor` or `__proto__` would make it fail, or read
 * through to JavaScript's own: such objects become Maps, which it reads as well. Records without them, that is nearly all,
 * are returned as they are.
 */
export function safeRecord(value: unknown): unknown {
  return isSafe(value) ? value : toSafe(value);
}

function isSafe(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSafe);
  if (isOdd(value)) return false;
  for (const key in value) {
    if (!isSafe((value as Record<string, unknown>)[key])) return false;
  }
  return true;
}

const isOdd = (value: object) => Object.hasOwn(value, 'constructor') || Object.hasOwn(value, '__proto__');

function toSafe(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(toSafe);
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, toSafe(item)]);
  return isOdd(value) ? new Map(entries) : Object.fromEntries(entries);
}
