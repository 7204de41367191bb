import { requireInstallation } from '../enrichment/epoch-guard.ts';
import { pauseFor, unlessReplaced } from '../enrichment/interruption.ts';
import { isEnrichable, type Link } from '../enrichment/link.ts';
import type { Installation } from '../install/installation.ts';
import type { Caller } from '../pipedrive/types.ts';
import type { Chunk } from '../runs/chunk.ts';
import { countRecord, type Run } from '../runs/run.ts';
import { type ChunkWorker, HandedBack, RunPause, type RunWork } from '../runs/run-work.ts';
import { addNoteOnce } from './add-note-once.ts';
import { planSignals } from './plan-signals.ts';
import type { SignalClaim } from './signal-claim.ts';
import type { SignalsDeps } from './signals-deps.ts';

/** A run that tells organizations, each by a note, what a release changed about their shop. */
export function signalsRun(deps: SignalsDeps): RunWork {
  return {
    async drive(run, driver) {
      await planSignals(deps, run, driver);
      return 'chunks_ready';
    },
    async work(run, chunk, hands) {
      await deps.requireMayWork(run);
      await workClaims(deps, run, chunk, hands);
    },
  };
}

type ClaimScope = { run: Run; hands: ChunkWorker; caller: Caller; installation: Installation };

/** Works the claims of a chunk to their end; what is not ended then is handed back and taken again. */
async function workClaims(deps: SignalsDeps, run: Run, chunk: Chunk, hands: ChunkWorker): Promise<void> {
  const installation = await requireInstallation(deps, run.companyId, run.epoch);
  const { organizationUserId: userId } = installation;
  if (userId === null) throw new RunPause('connection', null);
  const { companyId, epoch } = run;
  const caller: Caller = { companyId, userId, epoch, lane: 'create', signal: hands.signal };
  const scope = { run, hands, caller, installation };
  const orgIds = chunk.ids ?? [];
  const claims = await deps.claims.ofOrganizations(run, orgIds);
  const links = new Map((await deps.linksOf(run, orgIds)).map((link) => [link.orgId, link]));
  const byOrg = byOrganization(claims);
  hands.found(byOrg.size);
  const worked = await Promise.allSettled(
    [...byOrg].map(([orgId, its]) =>
      hands.slots.use(() => workOrganization(deps, scope, its, links.get(orgId) ?? null)),
    ),
  );
  await count(deps, run, hands, orgIds);
  for (const each of worked)
    if (each.status === 'rejected')
      throw await unlessReplaced(deps, caller, pauseFor(each.reason, deps.clock.now()));
  hands.signal.throwIfAborted();
  if (worked.some((each) => each.status === 'fulfilled' && each.value.again)) throw new HandedBack();
  await hands.finish();
}

/** One note after the other, the oldest release first. */
async function workOrganization(
  deps: SignalsDeps,
  { run, hands, caller, installation }: ClaimScope,
  claims: readonly SignalClaim[],
  link: Link | null,
): Promise<{ again: boolean }> {
  for (const claim of claims.filter(({ open, state }) => open && state !== 'failed')) {
    if (hands.signal.aborted) return { again: true };
    const why = await whyNot(deps, installation, claim, link);
    if (why !== null) {
      if (!(await skip(deps, claim, why))) return { again: true };
      continue;
    }
    const { again, tokens } = await addNoteOnce(deps, { ...claim, runId: run.id }, caller);
    hands.spent(tokens);
    if (again) return { again };
  }
  return { again: false };
}

/** Why an organization is not told, by its link and the plan as they are now; null when it is. */
async function whyNot(
  deps: Pick<SignalsDeps, 'changesAfter'>,
  { platformScope }: Installation,
  { storeId }: SignalClaim,
  link: Link | null,
): Promise<string | null> {
  if (!link || link.gone) return 'record_gone';
  if (link.doNotEnrich) return 'do_not_enrich';
  if (!isEnrichable(link) || link.match.storeId !== storeId) return 'other_store';
  if (platformScope === null) return null;
  const store = (await deps.changesAfter([storeId], 0)).get(storeId);
  return store && !platformScope.includes(store.platform) ? 'out_of_plan' : null;
}

async function skip(deps: SignalsDeps, claim: SignalClaim, code: string): Promise<boolean> {
  const [now, token] = [deps.clock.now(), deps.randomId()];
  const until = new Date(now.getTime() + deps.leaseMs);
  if (!(await deps.claims.take(claim, { token, until }, now))) return false;
  await deps.claims.end(claim, token, { state: 'skipped', open: false, code });
  return true;
}

/** Counts organizations by what became of all their claims, and keeps that as their history. */
async function count(deps: SignalsDeps, run: Run, hands: ChunkWorker, orgIds: readonly number[]) {
  const { companyId, epoch, id: runId } = run;
  const claims = await deps.claims.ofOrganizations(run, orgIds);
  const entries = [...byOrganization(claims)].flatMap(([orgId, its]) => {
    const result = resultOf(its);
    if (!result) return [];
    countRecord(hands.counts, result.outcome, result.code ?? undefined);
    const what = { cause: 'run', runId, at: deps.clock.now(), field: null, sources: [], notes: [] } as const;
    return [{ companyId, epoch, orgId, ...what, ...result, sources: [], notes: [] }];
  });
  await deps.addHistory(entries);
}

function byOrganization(claims: readonly SignalClaim[]): Map<number, SignalClaim[]> {
  const groups = new Map<number, SignalClaim[]>();
  for (const claim of claims) groups.set(claim.orgId, [...(groups.get(claim.orgId) ?? []), claim]);
  return groups;
}

/** Null while something is still to be done. */
function resultOf(claims: readonly SignalClaim[]) {
  if (claims.some(({ state }) => state === 'waiting' || state === 'sending')) return null;
  const failed = claims.find(({ state }) => state === 'failed');
  if (failed) return { outcome: 'failed', code: failed.code } as const;
  const isTold = claims.some(({ state }) => state === 'sent');
  if (isTold) return { outcome: 'written', code: null } as const;
  return { outcome: 'skipped', code: claims[0]?.code ?? 'cancelled' } as const;
}
