import { z } from 'zod';
import { mappingView } from '../../server/mapping/mapping.contract.ts';
import { type RunView, runView } from '../../server/runs/runs.contract.ts';
import type { BenchApp } from './bench-app.ts';
import type { Calls } from './bench-sandbox.ts';

/** A run that is over, what it called, how long it took from the press of the button, and the app's processor time. */
export type Pass = { run: RunView; calls: Calls; seconds: number; cpuSeconds: number };

const started = z.object({ run: runView });
const choices = z.object({ choices: z.array(z.object({ code: z.string() })).min(1) });
const lookEveryMs = 250;
const stuckMs = 180_000;

/** Installs, chooses the website field, scans, and creates all fields of the catalogue. */
export async function prepareCompany(app: BenchApp): Promise<Pass> {
  await app.install();
  const [first] = choices.parse(await app.api('GET', '/api/settings/website-fields')).choices;
  await app.api('PUT', '/api/settings/website-field', { code: first?.code });
  const scan = await pass(app, '/api/scans');
  const { rows } = mappingView.parse(await app.api('GET', '/api/mapping')).organization;
  const create = rows.map((row) => row.source);
  await app.api('POST', '/api/mapping/fields', { objectType: 'organization', create, takeOver: [] });
  const made = mappingView.parse(await app.api('GET', '/api/mapping')).organization.rows;
  const missing = made.filter((row) => row.state !== 'mapped').map((row) => row.source);
  if (missing.length > 0) throw new Error(`Fields were not created: ${missing.join(', ')}`);
  return scan;
}

/** Brings all linked organizations in step. */
export function enrichAll(app: BenchApp): Promise<Pass> {
  return pass(app, '/api/enrich-all');
}

/** Starts a run and waits for its end. */
async function pass(app: BenchApp, path: string): Promise<Pass> {
  await app.sandbox.resetCalls();
  const from = { cpuSeconds: app.cpuSeconds(), at: Date.now() };
  const { id } = started.parse(await app.api('POST', path)).run;
  return passFrom(app, await ended(app, id), from);
}

/** A run that ended well, with what it took from the moment it was begun. */
export async function passFrom(
  app: BenchApp,
  run: RunView,
  from: { cpuSeconds: number; at: number },
): Promise<Pass> {
  if (run.state !== 'done' || run.finishedAt === null) {
    throw new Error(`A run ended ${run.state}: ${run.errorCode} ${JSON.stringify(run.failed)}`);
  }
  const seconds = (Date.parse(run.finishedAt) - from.at) / 1000;
  const cpuSeconds = app.cpuSeconds() - from.cpuSeconds;
  return { run, calls: await app.sandbox.calls(), seconds, cpuSeconds };
}

/** Waits for the end of a run. */
export async function ended(app: BenchApp, id: string): Promise<RunView> {
  let last = { done: '', at: Date.now() };
  for (;;) {
    const { run } = started.parse(await app.api('GET', `/api/runs/${id}`));
    if (run.state === 'paused') throw new Error(`A run waits for ${run.pauseReason}`);
    if (run.state !== 'queued' && run.state !== 'running') return run;
    const done = JSON.stringify([run.written, run.unchanged, run.skipped, run.failed]);
    if (done !== last.done) last = { done, at: Date.now() };
    if (Date.now() - last.at > stuckMs) throw new Error('A run makes no progress');
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
