import { expect, it } from 'vitest';
import type { Desired } from '../../server/mapping/apply-mapping.ts';
import { diffKnown } from '../../server/mapping/diff/diff-known.ts';
import { diffLive, type Verdict } from '../../server/mapping/diff/diff-live.ts';
import { type Knowledge, noKnowledge } from '../../server/mapping/diff/knowledge.ts';
import type { FieldValue } from '../../server/pipedrive/types.ts';
import { ridesAlong, tagger, tenPercent, want, written } from './desired.ts';

const ours = (...desired: Desired[]) => written(diffKnown({ desired, knowledge: noKnowledge, tagger }));

function verdictOn(field: Desired, live: FieldValue, knowledge: Knowledge = noKnowledge): Verdict[] {
  const verdicts: Verdict[] = [];
  const onVerdict = (_field: Desired, verdict: Verdict) => verdicts.push(verdict);
  diffLive({ desired: [field], live: { code0: live }, knowledge, tagger, onVerdict });
  return verdicts;
}

it.each<[Verdict, Desired, FieldValue, Knowledge?]>([
  ['write', want('new'), 'theirs'],
  ['write', want('new', { rule: 'if_empty_or_ours' }), 'old', ours(want('old'))],
  ['write', want(1200, { volatility: tenPercent }), 1000, ours(want(1000, { volatility: tenPercent }))],
  ['in_step', want('same'), ' same '],
  [
    'in_step',
    want('sent'),
    'kept',
    written(diffKnown({ desired: [want('sent')], knowledge: noKnowledge, tagger }), { code0: 'kept' }),
  ],
  ['not_ours', want('new', { rule: 'if_empty_or_ours' }), 'theirs'],
  ['not_empty', want('new', { rule: 'if_empty' }), 'theirs'],
  ['rule_never', want('new', { rule: 'never' }), null],
  ['missing_kept', want(undefined), 'old'],
  ['note', want(undefined, { note: 'not_a_number' }), 'old'],
  [
    'within_tolerance',
    want(1050, { volatility: tenPercent }),
    1000,
    ours(want(1000, { volatility: tenPercent })),
  ],
  ['rides_along', want('b', { volatility: ridesAlong }), 'a', ours(want('a', { volatility: ridesAlong }))],
])('a screen is told once why a field is or is not written: %s', (verdict, field, live, knowledge) => {
  expect(verdictOn(field, live, knowledge)).toEqual([verdict]);
});
