import { describe, expect, it } from 'vitest';
import { createTagger } from '../../server/mapping/diff/tags.ts';
import { tagBytes } from '../../server/undo/keep-values.ts';
import { planUndo, type Replacement } from '../../server/undo/plan-undo.ts';
import { seeded } from '../budget/simulate.ts';

const tagger = createTagger(Buffer.alloc(16, 7));
const code = 'a1';
const source = 'city';

/** Who put a value into the field; values never repeat, so that nobody's can pass for somebody else's. */
type Put = { by: 'person' | 'run'; runId: string | null; value: string };

/** A field through runs, hand edits and writes that never left, and what is kept of it. */
function live(seed: number) {
  const random = seeded(seed);
  const puts: Put[] = [{ by: 'person', runId: null, value: 'first' }];
  let kept: Replacement[] = [];
  const standing = () => puts.at(-1)?.value ?? '';
  const keep = (runId: string, wrote: string, settled: boolean) => {
    const rowId = `row-${kept.length}-${wrote}`;
    const tags = [tagBytes(tagger.tag(code, wrote))];
    kept = [...kept, { ...{ rowId, runId, source, code, tags, settled }, value: standing() }];
  };
  for (let step = 0, steps = 1 + random() * 8; step < steps; step++) {
    const value = `value ${step}`;
    const runId = `run-${Math.floor(random() * 4)}`;
    const dice = random();
    if (dice < 0.3) puts.push({ by: 'person', runId: null, value });
    else if (dice < 0.45) keep(runId, value, false);
    else {
      // Of some it is not known whether they arrived.
      keep(runId, value, random() < 0.8);
      puts.push({ by: 'run', runId, value });
    }
  }
  const undo = (runId: string) => {
    const plan = planUndo({
      replacements: kept,
      live: { [code]: standing() },
      undone: { runId },
      tagger,
    });
    for (const { passed } of [...plan.back, ...plan.left])
      kept = kept.filter(({ rowId }) => !passed.includes(rowId));
    return plan;
  };
  return { puts, undo, runs: [...new Set(kept.flatMap((each) => each.runId ?? []))], random };
}

/** Where the run began to write into what is ours since the last hand edit; -1: it did not. */
function reached(puts: readonly Put[], runId: string): number {
  const sincePerson = puts.findLastIndex(({ by }) => by === 'person') + 1;
  return puts.findIndex((put, at) => at >= sincePerson && put.runId === runId);
}

describe('what undoing gives back', () => {
  it('is what stood there before the run, where nobody wrote since, and nothing else', () => {
    const seen = { back: 0, spared: 0 };
    for (let seed = 1; seed <= 5_000; seed++) {
      const { puts, undo, runs, random } = live(seed);
      for (let turn = 0; turn < 3; turn++) {
        const runId = runs[Math.floor(random() * runs.length)];
        if (!runId) continue;
        const at = reached(puts, runId);
        const { back } = undo(runId);
        const story = `seed ${seed}: ${JSON.stringify(puts)}, undo of ${runId}`;
        expect(
          back.map(({ value }) => value),
          story,
        ).toEqual(at < 0 ? [] : [puts[at - 1]?.value]);
        if (at < 0) seen.spared += 1;
        else {
          puts.splice(at);
          seen.back += 1;
          expect(undo(runId).back.length, `${story}, twice`).toBe(reached(puts, runId) < 0 ? 0 : 1);
        }
      }
    }
    expect(seen.back).toBeGreaterThan(2_000);
    expect(seen.spared).toBeGreaterThan(2_000);
  });

  it('may be one attempt or one field alone', () => {
    const of = (rowId: string, field: string): Replacement => ({
      ...{ rowId, runId: null, source: field, code: field, value: `before ${field}`, settled: true },
      tags: [tagBytes(tagger.tag(field, `ours ${field}`))],
    });
    const replacements = [of('one', 'a'), of('one', 'b'), of('two', 'c')];
    const live = { a: 'ours a', b: 'ours b', c: 'ours c' };
    const plan = (only?: string) =>
      planUndo({ replacements, live, undone: { attemptId: 'one' }, tagger, source: only });
    expect(plan().back.map((field) => field.code)).toEqual(['a', 'b']);
    expect(plan('b').back).toMatchObject([{ code: 'b', value: 'before b' }]);
    const gone = planUndo({ replacements, live: { b: 'typed' }, undone: { attemptId: 'one' }, tagger });
    expect(gone.left.map(({ reason }) => reason)).toEqual(['field_gone', 'edited_since']);
  });
});
