import { beforeEach, describe, expect, test } from 'vitest';
import { startedRun } from '../../server/enrichment/enrichment.contract.ts';
import { writeCost } from '../../server/enrichment/preview/preview.contract.ts';
import type { Field } from '../../server/pipedrive/types.ts';
import { AppError } from '../../server/platform/errors.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { seededRandom } from '../sandbox/seed/random.ts';
import { testDatabase } from '../support/database.ts';
import { regular } from './enrichment-process.ts';
import { panelWorld, person } from './panel-world.ts';
import { diceOf, movedOn, reshuffle, typedValue } from './random-case.ts';

const db = await testDatabase();
const on = panelWorld(db);
const ended: RunView['state'][] = ['done', 'done_with_errors', 'failed'];

beforeEach(async () => {
  on.process.worker.start();
  await on.world.scanned(on.process);
  on.world.calls.length = 0;
});

async function runTo(path: '/api/preview/all' | '/api/enrich-all'): Promise<RunView> {
  const { run } = startedRun.parse(await on.call('post', path));
  return on.world.runIn(on.process, run.id, ended);
}

/** Everything stored but the runs themselves. */
async function stored(): Promise<unknown> {
  const names = ['links', 'run_history', 'stores'];
  return Promise.all(names.map((name) => db.collection(name).find().sort({ _id: 1 }).toArray()));
}

/** By source, to how many records a run wrote it. */
async function wroteBySource(runId: string): Promise<Record<string, number>> {
  const entries = await db
    .collection<{ runId: string; sources: string[] }>('run_history')
    .find({ runId })
    .toArray();
  const counts: Record<string, number> = {};
  for (const source of entries.flatMap(({ sources }) => sources)) counts[source] = (counts[source] ?? 0) + 1;
  return counts;
}

describe('a preview of everything', () => {
  test('counts what would be written, and writes, marks and keeps nothing', async () => {
    const before = [await stored(), structuredClone(on.world.sandbox.world.organizations)];
    const run = await runTo('/api/preview/all');
    expect(run).toMatchObject({ kind: 'preview', state: 'done', unchanged: 0, skipped: {}, failed: {} });
    expect(run.written).toBeGreaterThan(10);
    expect(run.fieldsToWrite).toMatchObject({ title: run.written, platform: run.written });
    expect([await stored(), on.world.sandbox.world.organizations]).toEqual(before);
    expect(on.world.calls.filter(({ name }) => name.startsWith('update'))).toEqual([]);
  });

  test('says what the run then does, and nothing once it is done', async () => {
    const preview = await runTo('/api/preview/all');
    const real = await runTo('/api/enrich-all');
    expect([real.written, real.unchanged, real.skipped]).toEqual([
      preview.written,
      preview.unchanged,
      preview.skipped,
    ]);
    expect(await wroteBySource(real.id)).toEqual(preview.fieldsToWrite);
    const again = await runTo('/api/preview/all');
    expect([again.written, again.unchanged, again.fieldsToWrite]).toEqual([0, real.written, {}]);
  });

  test('leaves out a field that is gone from Pipedrive, as the run then does', async () => {
    const code = on.world.codeOf('city');
    for (const field of on.world.sandbox.world.fields) if (field.code === code) field.isDeleted = true;
    const preview = await runTo('/api/preview/all');
    expect(preview.fieldsToWrite).not.toHaveProperty('city');
    expect(preview.written).toBeGreaterThan(10);
    expect(on.world.mapping.entries.find(({ source }) => source === 'city')?.broken).toBeNull();
    const real = await runTo('/api/enrich-all');
    expect(await wroteBySource(real.id)).toEqual(preview.fieldsToWrite);
  });

  test('needs what Enrich all needs', async () => {
    const as = `${on.world.companyId} ${regular}`;
    await on.call('post', '/api/preview/all', { as, status: 403 });
    const installation = on.world.installations.get(on.world.companyId);
    if (!installation) throw new Error('not installed');
    on.world.installations.set(on.world.companyId, { ...installation, plan: 'premium' });
    expect(await on.call('post', '/api/preview/all', { status: 403 })).toMatchObject({
      error: { code: 'plan_required' },
    });
    on.world.installations.set(on.world.companyId, installation);
    on.world.mapping.enabled = false;
    expect(await on.call('post', '/api/preview/all', { status: 409 })).toMatchObject({
      error: { code: 'object_not_enabled' },
    });
  });

  test('reads what the run would read, counts it, and waits when tokens run out', async () => {
    for (const entry of on.world.mapping.entries) entry.rule = 'if_empty_or_ours';
    let refusals = 1;
    on.world.gate.before = (name) => {
      if (!name.endsWith('Organizations') || refusals-- <= 0) return;
      const resumesAt = new Date(Date.now() + 60_000).toISOString();
      const details = { resumesAt };
      throw new AppError({ code: 'budget_exhausted', status: 429, message: 'None left.', details });
    };
    const { run } = startedRun.parse(await on.call('post', '/api/preview/all'));
    const paused = await on.world.runIn(on.process, run.id, ['paused', ...ended]);
    expect(paused).toMatchObject({ state: 'paused', pauseReason: 'budget' });
    await on.world.resetBudget();
    const done = await on.world.runIn(on.process, run.id, ended);
    expect(done.state).toBe('done');
    expect(done.tokensUsed).toBeGreaterThanOrEqual(10);
    expect(done.written).toBeGreaterThan(10);
  });

  test('is priced at the pace of Enrich all', async () => {
    const answer = await on.call('get', '/api/preview/cost?records=100&tokens=510');
    // The currencies are read besides.
    expect(writeCost.parse(answer)).toEqual({ tokens: 520, seconds: 11, tokensLeftToday: 40_000 });
    const more = await on.call('get', '/api/preview/cost?records=100&tokens=530');
    expect(writeCost.parse(more).tokens).toBe(530);
    await on.call('get', '/api/preview/cost?records=-1&tokens=x', { status: 400 });
  });
});

test('over random mappings, stores and edits a preview of everything is what the run then writes', {
  timeout: 300_000,
}, async () => {
  const dice = diceOf(seededRandom(7));
  const { catalog } = on.world.stores;
  const { findStores } = catalog;
  let salt = 0;
  catalog.findStores = async (ids) => {
    const found = [...(await findStores(ids))];
    return new Map(
      found.map(([id, store]) => {
        // The same whichever stores are asked for together.
        const moved = diceOf(seededRandom(salt + id.length * 31 + id.charCodeAt(0)));
        return [id, { ...store, domain: movedOn(store.domain, moved) }];
      }),
    );
  };
  await on.process.worker.stop();
  const process = on.world.startProcess();
  on.process.app = process.app;
  on.process.worker = process.worker;
  process.worker.start();
  const codes = new Set(on.world.mapping.entries.flatMap(({ target }) => target?.code ?? []));
  const targets: Field[] = on.world.sandbox.world.fields
    .filter(({ code }) => codes.has(code))
    .map((field) => ({ ...field, options: [], isCustom: true, isOptional: false }));

  let written = 0;
  let kept = 0;
  for (let at = 0; at < 15; at++) {
    salt = dice.below(1_000_000);
    reshuffle(on.world.mapping, targets, dice);
    for (const { id, custom_fields: held } of on.world.sandbox.world.organizations) {
      if (!dice.chance(0.5)) continue;
      const field = dice.pick(targets);
      const changed = { ...held, [field.code]: typedValue(field, dice) } as typeof held;
      on.world.sandbox.deps.records.change('organization', id, { custom_fields: changed }, person);
    }
    const preview = await runTo('/api/preview/all');
    const real = await runTo('/api/enrich-all');
    const { failed, skipped, unchanged } = preview;
    expect({
      at,
      written: real.written,
      failed: real.failed,
      skipped: real.skipped,
      unchanged: real.unchanged,
    }).toEqual({ at, written: preview.written, failed, skipped, unchanged });
    expect(await wroteBySource(real.id), `case ${at}`).toEqual(preview.fieldsToWrite);
    written += preview.written;
    kept += preview.unchanged;
  }
  expect(written).toBeGreaterThan(50);
  expect(kept).toBeGreaterThan(10);
});
