import { beatMs } from './drive-run.ts';
import { withHeartbeat } from './heartbeat.ts';
import { countsTotal, longer, noCounts, type Run } from './run.ts';
import { afterFailure, settleRun, type TurnDeps } from './run-turn.ts';

/**
 * Claims one chunk of a run and works it. Returns false when there was none to claim, or the work could not go on.
 * Counts are set, not added: whoever takes a chunk again starts from what its records say was done.
 */
export async function workChunk(deps: TurnDeps, run: Run, stopping: AbortSignal): Promise<boolean> {
  const { runs, chunks, clock, leaseMs } = deps;
  const work = deps.work[run.kind]?.work;
  if (!work) return false;
  const token = deps.randomId();
  const claim = () => ({ token, until: new Date(clock.now().getTime() + leaseMs) });
  const chunk = await chunks.claim(run, claim(), clock.now());
  if (!chunk) {
    await settleRun(deps, run);
    return false;
  }
  const { count, tokensUsed, longestGapMs } = chunk;
  // A run that ended before the claim may be counted to its end already: what is done now would be done uncounted.
  if (!(await runs.isGoing(run))) {
    await chunks.release(chunk, token, { counts: chunk.counts, count, tokensUsed, longestGapMs });
    return false;
  }
  const progress = { counts: noCounts(), count, tokensUsed, longestGapMs };
  /** Until the records are looked through, the counts of an earlier claimant are the better ones. */
  const soFar = () =>
    countsTotal(progress.counts) >= countsTotal(chunk.counts)
      ? progress
      : { ...progress, counts: chunk.counts };
  const renew = async () => (await chunks.renew(chunk, claim(), soFar())) && (await runs.isGoing(run));
  let ended = stopping;
  let finished = false;
  try {
    await withHeartbeat({ clock, everyMs: beatMs(leaseMs), outer: stopping, renew }, async (signal) => {
      ended = signal;
      await work(run, chunk, {
        signal,
        slots: deps.slots,
        counts: progress.counts,
        found: (count) => {
          progress.count = count;
        },
        spent: (tokens) => {
          progress.tokensUsed += tokens;
        },
        gap: (ms) => {
          progress.longestGapMs = longer(progress.longestGapMs, ms);
        },
        async finish() {
          finished = await chunks.finish(chunk, token, progress);
        },
      });
    });
  } catch (error) {
    if (!finished) await chunks.release(chunk, token, soFar());
    await afterFailure(deps, run, error, ended);
    return false;
  }
  if (!finished) await chunks.release(chunk, token, soFar());
  else if (run.failures > 0) await runs.forgetFailures(run);
  return finished;
}
