import { insertGuarded, requireInstallation } from '../enrichment/epoch-guard.ts';
import type { Installation } from '../install/installation.ts';
import type { SignalRule } from '../install/preferences.contract.ts';
import type { Run } from '../runs/run.ts';
import type { Driver } from '../runs/run-work.ts';
import { matchingChanges, type SignalChange } from './match-signals.ts';
import { type SignalClaim, toldForDays } from './signal-claim.ts';
import type { Scope, SignalsDeps } from './signals-deps.ts';

const pageSize = 2000;
/** Notes of one chunk: few enough that several processes share them. */
const chunkSize = 50;
const day = 86_400_000;
/** How long what is over is kept. */
const keptDays = 60;

/**
 * Takes what a release changed into claims, with what older runs left open, and makes chunks of them. It writes nothing to
 * Pipedrive, so it is done even while that must wait: by then the next release may have taken the changes' place in the
 * catalogue. Repeatable: a claim that is there stays.
 */
export async function planSignals(deps: SignalsDeps, run: Run, driver: Driver): Promise<void> {
  const installation = await requireInstallation(deps, run.companyId, run.epoch);
  const release = await deps.currentRelease();
  const number = run.release ?? 0;
  await takeOver(deps, run);
  deps.atBoundary('signals.taken-over');
  const { signals } = await deps.getPreferences(run);
  const taken = (await deps.taken.get(run)) ?? number;
  // Already taken and stopped right after: the claims are all there.
  let { lookedTo } = run;
  for (let over = taken >= number; !over; ) {
    driver.signal.throwIfAborted();
    const page = await deps.linkedPage(run, lookedTo, pageSize);
    const found = await matchingOf(deps, { installation, rules: signals, after: taken }, page);
    const claims = found.map(({ release: of, ...match }) =>
      newClaim(run, match, { number: of, at: release?.number === of ? release.publishedAt : null }, deps),
    );
    await insertGuarded(deps, run, { insert: () => deps.claims.add(claims), erase: deps.claims.erase });
    deps.atBoundary('signals.claims-written');
    lookedTo = page.at(-1)?.orgId ?? lookedTo;
    await driver.checkpoint({ lookedTo });
    over = page.length < pageSize;
  }
  await deps.taken.give(run, number, deps.clock.now());
  deps.atBoundary('signals.taken');
  await makeChunks(deps, run, driver);
}

type Match = { orgId: number; storeId: string; changes: SignalChange[]; release: number };

/** Which of some linked records have changes that the rules ask for, on platforms the plan covers. */
export async function matchingOf(
  deps: Pick<SignalsDeps, 'changesAfter'>,
  by: { installation: Pick<Installation, 'platformScope'>; rules: readonly SignalRule[]; after: number },
  page: readonly { orgId: number; storeId: string }[],
): Promise<Match[]> {
  const stores = await deps.changesAfter([...new Set(page.map(({ storeId }) => storeId))], by.after);
  const { platformScope: scope } = by.installation;
  return page.flatMap(({ orgId, storeId }) => {
    const store = stores.get(storeId);
    if (!store || (scope !== null && !scope.includes(store.platform))) return [];
    const changes = matchingChanges(by.rules, store.changes);
    return changes.length > 0 ? [{ orgId, storeId, changes, release: store.changes.release }] : [];
  });
}

/** What older runs left open is this run's now, unless a person cancelled them or it is too old to be news. */
async function takeOver({ claims, runOf, clock }: SignalsDeps, run: Run): Promise<void> {
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * day);
  await claims.drop(run, { at: { $lt: daysAgo(toldForDays) } });
  await claims.tidy(run, daysAgo(keptDays));
  for (const id of await claims.openRunIds(run)) {
    if (id === run.id) continue;
    const cancelled = (await runOf(run.companyId, id))?.state === 'cancelled';
    if (cancelled) await claims.drop(run, { runId: id });
    else await claims.handOver({ ...run, id }, run.id);
  }
}

async function makeChunks({ claims }: SignalsDeps, run: Run, driver: Driver): Promise<void> {
  const all = await claims.openOrgIds(run);
  await driver.removeChunksAfter(0);
  for (let at = 0; at < all.length; at += chunkSize) {
    const ids = all.slice(at, at + chunkSize);
    const [from, to] = [ids[0], ids.at(-1)];
    if (from !== undefined && to !== undefined)
      await driver.addChunks([{ from, to, count: ids.length, ids }]);
  }
  await driver.checkpoint({ planned: all.length, plannedIsEstimate: false });
}

function newClaim(
  run: Run & Scope,
  match: Omit<Match, 'release'>,
  release: { number: number; at: Date | null },
  { clock }: Pick<SignalsDeps, 'clock'>,
): SignalClaim {
  const { companyId, epoch, id: runId } = run;
  const fresh = { state: 'waiting', open: true, code: null, asked: false, tries: 0, token: '' } as const;
  const times = { until: new Date(0), at: clock.now() };
  return {
    companyId,
    epoch,
    ...match,
    release: release.number,
    releasedAt: release.at,
    runId,
    ...fresh,
    ...times,
  };
}
