import type { Field } from '../../pipedrive/types.ts';
import type { MappingView } from '../mapping.contract.ts';
import type { PipedrivePlan } from '../mapping-deps.ts';

/** Custom fields a plan allows, over all record types (pipedrive-api.md §3.6). */
const planCaps: Readonly<Record<PipedrivePlan, number>> = {
  lite: 30,
  growth: 100,
  premium: 300,
  ultimate: 500,
};

/** Requests per 2 seconds an app's token gets, by plan (pipedrive-api.md §5.3). */
const planBursts: Readonly<Record<PipedrivePlan, number>> = {
  lite: 80,
  growth: 160,
  premium: 400,
  ultimate: 480,
};

const plans: readonly PipedrivePlan[] = ['lite', 'growth', 'premium', 'ultimate'];

export type Cap = MappingView['cap'];

/**
 * The plan whose burst limit `x-ratelimit-limit` names; null when no plan has it (Pipedrive's API does not tell plans).
 * @param burstLimit requests per 2 seconds.
 */
export function planOfBurst(burstLimit: number | null): PipedrivePlan | null {
  return plans.find((plan) => planBursts[plan] === burstLimit) ?? null;
}

/**
 * How many custom fields the company has and may have. Pipedrive's own refusal is believed before what an admin
 * stated, and that before what the burst limit suggests. A refusal is outdated once more fields were seen than
 * there were then.
 * @param input.used custom fields of organizations and persons; deals and products may have more.
 * @param input.refusedAt how many there were when Pipedrive refused one more.
 */
export function fieldCap(input: {
  used: number;
  refusedAt: number | null;
  stated: PipedrivePlan | null;
  inferred: PipedrivePlan | null;
}): Cap {
  const { used, refusedAt, stated, inferred } = input;
  const pipedrivePlan = stated ?? inferred;
  if (refusedAt !== null && used <= refusedAt) {
    return { used, limit: refusedAt, basis: 'refused', pipedrivePlan };
  }
  if (stated) return { used, limit: planCaps[stated], basis: 'stated', pipedrivePlan };
  if (inferred) return { used, limit: planCaps[inferred], basis: 'inferred', pipedrivePlan };
  return { used, limit: null, basis: 'unknown', pipedrivePlan };
}

/**
 * Room for new fields. While the limit is unknown, as much as the smallest plan has that allows what is there already:
 * that much is certain to be asked for in vain only when deals and products use the rest.
 */
export function roomFor(cap: Cap): number {
  const limit = cap.limit ?? plans.map((plan) => planCaps[plan]).find((most) => most > cap.used) ?? cap.used;
  return Math.max(0, limit - cap.used);
}

/** Custom fields among these. */
export function countCustom(fields: readonly Field[]): number {
  return fields.filter((field) => field.isCustom).length;
}
