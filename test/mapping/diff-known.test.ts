import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Desired } from '../../server/mapping/apply-mapping.ts';
import { withoutFields } from '../../server/mapping/diff/diff.ts';
import { diffKnown } from '../../server/mapping/diff/diff-known.ts';
import { type Knowledge, noKnowledge } from '../../server/mapping/diff/knowledge.ts';
import { createTagger } from '../../server/mapping/diff/tags.ts';
import type { FieldValue } from '../../server/pipedrive/types.ts';
import { ridesAlong, tagger, tenPercent, want, written } from './desired.ts';

const diff = (desired: Desired[], knowledge: Knowledge = noKnowledge) =>
  diffKnown({ desired, knowledge, tagger });
const known = (...desired: Desired[]) => written(diff(desired));

describe('diffKnown', () => {
  it('writes everything on the first pass and nothing on the second', () => {
    const desired = [want('Lisbon'), want(12, { index: 1, type: 'double' }), want(null, { index: 2 })];
    const first = diff(desired);
    expect(first.write).toEqual({ code0: 'Lisbon', code1: 12, code2: null });
    const second = diff(desired, written(first));
    expect(second.fields).toEqual([]);
    expect(second.settledIsNews).toBe(false);
  });

  it('does not call for a record that has nothing but empty values', () => {
    expect(diff([want(null), want(null, { index: 1 })]).write).toEqual({});
  });

  it('writes just what changed', () => {
    const knowledge = known(want('Lisbon'), want('PT', { index: 1 }));
    expect(diff([want('Porto'), want('PT', { index: 1 })], knowledge).write).toEqual({ code0: 'Porto' });
  });

  it('writes null over a value and a value over null', () => {
    expect(diff([want(null)], known(want('x'))).write).toEqual({ code0: null });
    const emptied = known(want(null), want('y', { index: 1 }));
    expect(diff([want('x'), want('y', { index: 1 })], emptied).write).toEqual({ code0: 'x' });
  });

  it('leaves alone what has no value to write', () => {
    expect(diff([want(undefined)], known(want('x'))).write).toEqual({});
  });

  it('writes anew when the entry got another field, and when the installation has another key', () => {
    const knowledge = known(want('x'));
    expect(diff([want('x', { code: 'recreated' })], knowledge).write).toEqual({ recreated: 'x' });
    const other = createTagger(Uint8Array.from({ length: 16 }, () => 9));
    expect(diffKnown({ desired: [want('x')], knowledge, tagger: other }).write).toEqual({ code0: 'x' });
  });

  it('keeps knowledge of old entries when the mapping grows', () => {
    const knowledge = known(want('x'));
    const grown = [want('x'), want('y', { index: 7 })];
    const next = diff(grown, knowledge);
    expect(next.write).toEqual({ code7: 'y' });
    expect(diff(grown, written(next)).write).toEqual({});
  });

  it('lets a number drift inside its tolerance without a write, measured from what was written', () => {
    const rank = (value: number) => [want(value, { type: 'double', volatility: tenPercent })];
    const knowledge = known(...rank(1000));
    for (const value of [1001, 1050, 1098, 950, 912, 1000])
      expect(diff(rank(value), knowledge).write).toEqual({});
    for (const value of [1103, 905, 5000, 1, 0, -1000]) {
      expect(diff(rank(value), knowledge).write).toEqual({ code0: value });
    }
    expect(diff([want(null, { volatility: tenPercent })], knowledge).write).toEqual({ code0: null });
  });

  it('writes zero once, and again when it is left', () => {
    const count = (value: number) => [want(value, { type: 'double', volatility: tenPercent })];
    const zero = known(...count(0));
    expect(diff(count(0), zero).write).toEqual({});
    expect(diff(count(1), zero).write).toEqual({ code0: 1 });
  });

  it('takes drifting values along when something else is written, and measures from there', () => {
    const record = (city: string, rank: number, crawled: string) => [
      want(city),
      want(rank, { index: 1, volatility: tenPercent }),
      want(crawled, { index: 2, type: 'date', volatility: ridesAlong }),
    ];
    const first = known(...record('Lisbon', 1000, '2026-01-01'));
    expect(diff(record('Lisbon', 1050, '2026-01-08'), first).write).toEqual({});
    const second = diff(record('Porto', 1050, '2026-01-08'), first);
    expect(second.write).toEqual({ code0: 'Porto', code1: 1050, code2: '2026-01-08' });
    const after = written(second);
    expect(diff(record('Porto', 1150, '2026-01-15'), after).write).toEqual({});
    expect(diff(record('Porto', 960, '2026-01-15'), after).write).toEqual({});
    expect(diff(record('Porto', 950, '2026-01-15'), after).write).toEqual({
      code1: 950,
      code2: '2026-01-15',
    });
  });

  it('writes a value that rides along once by itself when its field is new', () => {
    const crawled = (day: string) => want(day, { index: 1, type: 'date', volatility: ridesAlong });
    const knowledge = known(want('Lisbon'));
    const next = diff([want('Lisbon'), crawled('2026-01-01')], knowledge);
    expect(next.write).toEqual({ code1: '2026-01-01' });
    expect(diff([want('Lisbon'), crawled('2026-01-08')], written(next)).write).toEqual({});
  });

  it('sends again what is pending, whatever kind of source it is', () => {
    const desired = [
      want('Lisbon'),
      want(1000, { index: 1, volatility: tenPercent }),
      want('d', { index: 2, volatility: ridesAlong }),
    ];
    const crashed = diff(desired, known(want('Porto'))).pending;
    const again = diff(desired, crashed);
    expect(again.write).toEqual({ code0: 'Lisbon', code1: 1000, code2: 'd' });
    expect(written(again).pending).toBeNull();
    expect(diff(desired, written(again)).write).toEqual({});
  });

  it('forgets what is pending when the value is no longer wanted, so that it is written when it is wanted again', () => {
    const crashed = diff([want('Lisbon')]).pending;
    const left = diff([want(undefined)], crashed);
    expect(left.write).toEqual({});
    expect(left.settledIsNews).toBe(true);
    expect(left.settled.pending).toBeNull();
    expect(diff([want('Lisbon')], left.settled).write).toEqual({ code0: 'Lisbon' });
  });

  it('does not write again what Pipedrive changed while storing it', () => {
    const desired = [want('Lisbon\u00ad'), want(5, { index: 1, volatility: tenPercent })];
    const knowledge = written(diff(desired), { code0: 'Lisbon', code1: 5.4 });
    expect(diff(desired, knowledge).write).toEqual({});
    expect(diff([want('Porto'), desired[1] ?? want(5)], knowledge).write).toEqual({
      code0: 'Porto',
      code1: 5,
    });
  });

  it('measures from what was sent, even when another automation put its own number there at once', () => {
    const rank = (value: number) => [want(value, { volatility: tenPercent })];
    const knowledge = written(diff(rank(1000)), { code0: 5000 });
    expect(diff(rank(1000), knowledge).write).toEqual({});
    expect(diff(rank(5100), knowledge).write).toEqual({ code0: 5100 });
  });

  it('repeats without a refused field, and not at all when only passengers are left', () => {
    const desired = [want('a'), want('b', { index: 1 }), want(null, { index: 2 })];
    const whole = diff(desired);
    const less = withoutFields(whole, ['code0']);
    expect(less.write).toEqual({ code1: 'b', code2: null });
    expect(diff(desired, written(less)).write).toEqual({ code0: 'a' });
    const none = withoutFields(whole, ['code0', 'code1']);
    expect(none.write).toEqual({});
    expect(none.pending).toEqual(whole.settled);
  });

  it('fills an empty field with a value that would otherwise only ride along', () => {
    const crawled = (day: string | null) => want(day, { index: 1, volatility: ridesAlong });
    const emptied = known(want('Lisbon'), crawled(null));
    expect(diff([want('Lisbon'), crawled('2026-01-01')], emptied).write).toEqual({ code1: '2026-01-01' });
  });

  it('reports notes of all entries, written or not', () => {
    const desired = [want('x', { note: 'cut' }), want(undefined, { index: 1, note: 'currency_not_active' })];
    const notes = [
      { source: 'source0', note: 'cut' },
      { source: 'source1', note: 'currency_not_active' },
    ];
    expect(diff(desired).notes).toEqual(notes);
    expect(diff(desired, known(want('x'))).notes).toEqual(notes);
  });

  it('stores nothing from which a value could be read', () => {
    const { confirmed, pending } = diff([want('canary-7f3a')], known(want('canary-7f3a'))).pending;
    expect(Buffer.concat([confirmed, pending ?? Buffer.alloc(0)]).toString('latin1')).not.toContain('canary');
    expect(confirmed).toHaveLength(12);
  });

  it('brings Pipedrive in step over any history of values, crashes and lost answers', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.constantFrom('a', 'b', 'c'),
      fc.integer({ min: -3, max: 1200 }),
    );
    const pass = fc.record({
      values: fc.tuple(value, value, value),
      ending: fc.constantFrom('confirmed', 'confirmed', 'killed before PATCH', 'killed after PATCH'),
    });
    fc.assert(
      fc.property(fc.array(pass, { maxLength: 12 }), fc.tuple(value, value, value), (history, last) => {
        const held: Record<string, FieldValue> = {};
        let knowledge = noKnowledge;
        const run = (values: readonly FieldValue[], ending: string) => {
          const [a = null, b = null, c = null] = values;
          const step = diff(
            [
              want(a),
              want(b, { index: 1, volatility: tenPercent }),
              want(c, { index: 2, volatility: ridesAlong }),
            ],
            knowledge,
          );
          if (step.fields.length === 0) {
            knowledge = step.settled;
            return step;
          }
          knowledge = step.pending;
          if (ending !== 'killed before PATCH') Object.assign(held, step.write);
          if (ending === 'confirmed') knowledge = written(step, held);
          return step;
        };
        for (const { values, ending } of history) run(values, ending);
        run(last, 'confirmed');
        expect(held['code0'] ?? null).toEqual(last[0]);
        expect(knowledge.pending).toBeNull();
        expect(run(last, 'confirmed').fields).toEqual([]);
        const rank = last[1];
        const heldRank = held['code1'] ?? null;
        if (typeof rank === 'number' && typeof heldRank === 'number' && rank !== heldRank) {
          const [small, large] = [Math.abs(rank), Math.abs(heldRank)].sort((x, y) => x - y);
          expect((large ?? 0) / (small ?? 1)).toBeLessThan(1.102);
        } else {
          expect(heldRank).toEqual(rank);
        }
      }),
      { numRuns: 500 },
    );
  });
});
