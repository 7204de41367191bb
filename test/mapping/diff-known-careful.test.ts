import { describe, expect, it } from 'vitest';
import type { Desired } from '../../server/mapping/apply-mapping.ts';
import { diffKnown } from '../../server/mapping/diff/diff-known.ts';
import { type Knowledge, noKnowledge } from '../../server/mapping/diff/knowledge.ts';
import type { FieldValue } from '../../server/pipedrive/types.ts';
import { ridesAlong, tagger, tenPercent, want, written } from './desired.ts';

const diff = (desired: Desired[], knowledge: Knowledge = noKnowledge) =>
  diffKnown({ desired, knowledge, tagger });
const known = (...desired: Desired[]) => written(diff(desired));

describe('diffKnown, where a rule respects what people typed,', () => {
  it('leaves what a careful rule protects to a look at the live record', () => {
    const careful = (value: string) => [want(value, { rule: 'if_empty_or_ours' })];
    const outcome = (desired: Desired[], knowledge?: Knowledge) => {
      const { write, needsLive } = diff(desired, knowledge);
      return { write, needsLive };
    };
    expect(outcome(careful('x'))).toEqual({ write: {}, needsLive: true });
    expect(outcome(careful('x'), known(want('x')))).toEqual({ write: {}, needsLive: false });
    expect(outcome(careful('y'), known(want('x')))).toEqual({ write: {}, needsLive: true });
    expect(outcome([want('x', { rule: 'never' })])).toEqual({ write: {}, needsLive: false });
  });

  it('asks for no look that could lead to nothing', () => {
    const careful = (value: FieldValue, rest: Partial<Desired> = {}) =>
      want(value, { rule: 'if_empty_or_ours', ...rest });
    const needsLive = (desired: Desired, knowledge?: Knowledge) => diff([desired], knowledge).needsLive;
    const ours = known(want('x'));
    expect(needsLive(careful(null))).toBe(false);
    expect(needsLive(careful(null), ours)).toBe(true);
    expect(needsLive(careful(null, { type: 'address' }), ours)).toBe(false);
    expect(needsLive(careful(null, { rule: 'if_empty' }), ours)).toBe(false);
    const rank = known(want(1000, { volatility: tenPercent }));
    expect(needsLive(careful(1050, { volatility: tenPercent }), rank)).toBe(false);
    expect(needsLive(careful(1150, { volatility: tenPercent }), rank)).toBe(true);
    const day = known(want('d', { volatility: ridesAlong }));
    expect(needsLive(careful('e', { volatility: ridesAlong }), day)).toBe(false);
  });

  it('leaves a careful passenger at home when the record was not looked at', () => {
    const record = (city: string, rank: number) => [
      want(city),
      want(rank, { index: 1, volatility: tenPercent, rule: 'if_empty_or_ours' }),
    ];
    const knowledge = known(want('Lisbon'), want(1000, { index: 1, volatility: tenPercent }));
    const next = diff(record('Porto', 1050), knowledge);
    expect(next).toMatchObject({ write: { code0: 'Porto' }, needsLive: false });
  });

  it('keeps for careful rules what a stopped process was writing, while nothing is wanted', () => {
    const careful = { rule: 'if_empty_or_ours' } as const;
    const crashed = diff([want('Lisbon')]).pending;
    expect(diff([want(undefined, careful)], crashed)).toMatchObject({ settledIsNews: false });
    expect(diff([want('Porto', careful)], crashed).needsLive).toBe(true);
  });
});
