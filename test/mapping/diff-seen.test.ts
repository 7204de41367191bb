import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Desired } from '../../server/mapping/apply-mapping.ts';
import { diffKnown } from '../../server/mapping/diff/diff-known.ts';
import { diffLive } from '../../server/mapping/diff/diff-live.ts';
import { learnLive } from '../../server/mapping/diff/diff-seen.ts';
import { confirmedSlot, type Knowledge, noKnowledge } from '../../server/mapping/diff/knowledge.ts';
import { otherTag } from '../../server/mapping/diff/tags.ts';
import type { WriteRule } from '../../server/mapping/mapping.ts';
import type { FieldValue } from '../../server/pipedrive/types.ts';
import { ridesAlong, tagger, tenPercent, want, written } from './desired.ts';

type Live = Record<string, FieldValue>;
const learn = (desired: Desired[], live: Live, knowledge: Knowledge = noKnowledge) =>
  learnLive({ desired, live, knowledge, tagger }) ?? knowledge;
const later = (desired: Desired[], knowledge: Knowledge) =>
  diffKnown({ desired, knowledge, tagger, seen: true });
const wrote = (...desired: Desired[]) => written(diffKnown({ desired, knowledge: noKnowledge, tagger }));

const careful: WriteRule[] = ['if_empty_or_ours', 'if_empty'];

describe('a record that was looked at', () => {
  it.each<[string, { live: FieldValue; ours: boolean; writes: WriteRule[] }]>([
    ['is empty', { live: null, ours: false, writes: ['if_empty_or_ours', 'if_empty'] }],
    ['holds what we wrote', { live: 'ours', ours: true, writes: ['if_empty_or_ours'] }],
    ['holds what a person typed', { live: 'theirs', ours: false, writes: [] }],
    ['holds what a person typed over ours', { live: 'theirs', ours: true, writes: [] }],
    ['was cleared by a person', { live: null, ours: true, writes: ['if_empty_or_ours', 'if_empty'] }],
    ['holds what is wanted', { live: 'new', ours: false, writes: [] }],
  ])('that %s needs no second look to be decided', (_, { live, ours, writes }) => {
    for (const rule of careful) {
      const wanted = [want('new', { rule })];
      const seen = learn(wanted, { code0: live }, ours ? wrote(want('ours')) : noKnowledge);
      const result = later(wanted, seen);
      expect([rule, result.write]).toEqual([rule, writes.includes(rule) ? { code0: 'new' } : {}]);
      expect(result.needsLive).toBe(false);
    }
  });

  it('keeps nothing of what somebody else typed, not even a tag', () => {
    const seen = learn([want('new', { rule: 'if_empty' })], { code0: 'theirs' });
    expect(confirmedSlot(seen, 0)).toEqual({ tag: otherTag, extra: 0 });
  });

  it('has what a stopped process was writing settled', () => {
    const interrupted = diffKnown({ desired: [want('new')], knowledge: wrote(want('old')), tagger }).pending;
    const rule = 'if_empty_or_ours';
    const arrived = learn([want('newest', { rule })], { code0: 'new' }, interrupted);
    expect(arrived.pending).toBeNull();
    expect(later([want('newest', { rule })], arrived).write).toEqual({ code0: 'newest' });
    const lost = learn([want('new', { rule })], { code0: 'old' }, interrupted);
    expect(lost).toEqual(wrote(want('old')));
  });

  it('teaches nothing when all is as known', () => {
    const desired = [want('x'), want(null, { index: 1 }), want(undefined, { index: 2 })];
    const knowledge = wrote(...desired);
    expect(learnLive({ desired, live: { code0: 'x', code2: 'theirs' }, knowledge, tagger })).toBeNull();
  });

  it('has a field whose value is missing right now watched, if it was ours', () => {
    const gone = [want(undefined, { rule: 'if_empty_or_ours' })];
    const seen = learn(gone, { code0: 'theirs' }, wrote(want('ours')));
    expect(later([want('back', { rule: 'if_empty_or_ours' })], seen).write).toEqual({});
  });

  it('asks for a look at an entry that came later', () => {
    const seen = learn([want('x', { rule: 'if_empty' })], { code0: null });
    expect(later([want('y', { index: 1, rule: 'if_empty' })], seen)).toMatchObject({
      write: {},
      needsLive: true,
    });
  });

  it('is decided as with the record in hand', () => {
    const value = fc.constantFrom<FieldValue[]>(null, 'a', 'b', 0, 80, 1000, 1060, 1300);
    const rule = fc.constantFrom<WriteRule[]>('always', 'if_empty_or_ours', 'if_empty');
    const kinds = [{ kind: 'exact' } as const, tenPercent, ridesAlong];
    const three = <T>(of: fc.Arbitrary<T>) => fc.tuple(of, of, of);
    const record = (values: readonly FieldValue[], rules: readonly WriteRule[]) =>
      values.map((each, index) =>
        want(each, { index, volatility: kinds[index] ?? tenPercent, rule: rules[index] ?? 'always' }),
      );
    fc.assert(
      fc.property(three(value), three(value), three(value), three(rule), (before, after, edits, rules) => {
        const first = diffKnown({ desired: record(before, []), knowledge: noKnowledge, tagger });
        const knowledge = written(first);
        const [code0 = null, code1 = null, code2 = null] = edits;
        const live = { code0, code1, code2 };
        const desired = record(after, rules);
        const seen = learn(desired, live, knowledge);
        const inHand = diffLive({ desired, live, knowledge, tagger });
        expect(later(desired, seen).write).toEqual(inHand.write);
        expect(inHand.settled).toEqual(seen);
      }),
      { numRuns: 2000 },
    );
  });
});
