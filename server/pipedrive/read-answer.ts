import type { z } from 'zod';
import { pipedriveError } from './errors.ts';

/**
 * Parses the body of a successful answer.
 * @param written true when the request changed something: then the change stands although its answer is useless.
 * @throws AppError `bad_answer`; its details name the place, never a value.
 */
export function readAnswer<T>(body: string, schema: z.ZodType<T>, written: boolean): T {
  const done = written ? { maybeDone: true } : {};
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw pipedriveError('bad_answer', { at: 'body', ...done });
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw pipedriveError('bad_answer', { at: placeOf(result.error.issues[0]?.path ?? []), ...done });
}

/** Keys of declared parts only: below them may stand keys a customer chose. */
function placeOf(path: readonly PropertyKey[]): string {
  return path.slice(0, 3).map(String).join('.') || 'body';
}
