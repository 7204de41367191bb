import type { FieldValue } from '../../pipedrive/types.ts';
import type { Desired } from '../apply-mapping.ts';
import { type Change, type Knowledge, type Standing, standingAt, withSlots } from './knowledge.ts';
import { lookAt } from './look.ts';
import type { Tagger } from './tags.ts';

/**
 * What a look at the record teaches, nothing else: afterwards the knowledge says of every wanted field whether it is
 * empty, ours or somebody else's, and nothing is pending. Null when that is no news.
 */
export function learnLive(input: {
  desired: readonly Desired[];
  live: Record<string, FieldValue>;
  knowledge: Knowledge;
  tagger: Tagger;
  standing?: Standing;
}): Knowledge | null {
  const { desired, live, knowledge, tagger, standing } = input;
  const changes: Change[] = [];
  for (const field of desired) {
    if (field.rule === 'never') continue;
    const { learned } = lookAt(field, live, knowledge, tagger);
    if (learned) changes.push(learned);
  }
  const learned = standingAt(changes.length === 0 ? knowledge : withSlots(knowledge, changes), standing);
  return learned === knowledge ? null : learned;
}
