import type { Desired } from '../../server/mapping/apply-mapping.ts';
import { confirmWrite, type Diff } from '../../server/mapping/diff/diff.ts';
import type { Knowledge } from '../../server/mapping/diff/knowledge.ts';
import { createTagger } from '../../server/mapping/diff/tags.ts';
import type { FieldValue } from '../../server/pipedrive/types.ts';

export const tagger = createTagger(Uint8Array.from({ length: 16 }, (_, index) => index * 7));

export const tenPercent = { kind: 'tolerance', share: 0.1 } as const;
export const ridesAlong = { kind: 'rides_along' } as const;

/** One wanted value; the entry at place 0 of a text field under `always` unless said otherwise. */
export function want(value: FieldValue | undefined, rest: Partial<Desired> = {}): Desired {
  const index = rest.index ?? 0;
  return {
    index,
    source: `source${index}`,
    code: `code${index}`,
    type: 'varchar',
    value,
    volatility: { kind: 'exact' },
    rule: 'always',
    ...rest,
  };
}

/** Knowledge after the diff was written and Pipedrive answered with the record as it then is. */
export function written(diff: Diff, answer: Record<string, FieldValue> = diff.write): Knowledge {
  return confirmWrite(diff, answer, tagger);
}
