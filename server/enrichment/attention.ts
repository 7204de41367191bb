import type { GetInstallation } from '../install/installation.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Clock } from '../platform/clock.ts';
import type { Attention } from './activity.contract.ts';
import type { AttentionStore } from './attention.store.ts';
import { requireInstallation } from './epoch-guard.ts';
import { isEnrichable } from './link.ts';
import { labelsOf } from './record-history.ts';

/** So many of each are listed: more than a person settles at a sitting. */
const most = 100;
/** A fight that was stopped ends with the next run over its record; releases come every week. */
const fightsLastMs = 21 * 86_400_000;
/** So many records that were rewritten lately are looked through for stopped fights. */
const lookedThrough = 1000;

type Deps = {
  getInstallation: GetInstallation;
  getMapping(companyId: number): Promise<Mapping>;
  attention: Pick<AttentionStore, 'merged' | 'rewritten'>;
  clock: Clock;
};

/** Records of a company that wait for a person: merged from two stores, or fought over by something in Pipedrive. */
export async function attentionOf(deps: Deps, companyId: number): Promise<Attention> {
  const installation = await requireInstallation(deps, companyId);
  const now = deps.clock.now();
  const since = new Date(now.getTime() - fightsLastMs);
  const [merged, rewritten, mapping] = await Promise.all([
    deps.attention.merged(installation, most + 1),
    deps.attention.rewritten(installation, since, lookedThrough),
    deps.getMapping(companyId),
  ]);
  const label = labelsOf(mapping);
  // The last thing done to the record was to leave fields alone: whatever comes after ends that.
  const fights = rewritten.filter(isEnrichable).flatMap(({ orgId, last }) => {
    const stopped = last?.notes.filter(({ code }) => code === 'fight_stopped') ?? [];
    if (!last || stopped.length === 0) return [];
    const fields = [...new Set(stopped.map(({ source }) => label(source)))];
    return [{ organizationId: orgId, fields, since: last.at.toISOString() }];
  });
  const undecided = merged.filter(({ gone, doNotEnrich }) => !gone && !doNotEnrich);
  return {
    merged: undecided.slice(0, most).map(({ orgId }) => orgId),
    fights: fights.slice(0, most),
    more: merged.length > most || fights.length > most || rewritten.length === lookedThrough,
  };
}
