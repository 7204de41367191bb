import { endpoints } from '../../pipedrive/endpoints.ts';
import type { Caller, Organization } from '../../pipedrive/types.ts';
import { isAppError } from '../../platform/errors.ts';
import type { Slots } from '../../runs/slots.ts';
import type { EnrichmentDeps } from '../enrichment-deps.ts';
import { concernsAll } from '../interruption.ts';
import { timedRead } from './timed-read.ts';

/** Most records one list call gives by their ids. */
export const blockSize = 100;

/** Records as read, by id; of the others the code of why not. `at`: no record was read earlier. */
export type ReadBlock = {
  at: Date;
  found: Map<number, Organization>;
  missing: Map<number, string>;
};

/** Tokens for reading so many records by their ids: a list of up to a hundred, or one by one where that is cheaper. */
export function blockCost(records: number): number {
  const { listOrganizations: list, getOrganization: one } = endpoints;
  return Math.floor(records / blockSize) * list.cost + Math.min(list.cost, (records % blockSize) * one.cost);
}

/**
 * Reads up to a hundred records as they are now, the cheaper way. Records a list leaves out are asked for one by one,
 * which tells why.
 * @param way.spent told of tokens as they are spent
 * @throws what concerns all records of the company
 */
export async function readBlock(
  deps: Pick<EnrichmentDeps, 'pipedrive' | 'clock'>,
  caller: Caller,
  ids: readonly number[],
  way: { slots: Slots; spent(tokens: number): void },
): Promise<ReadBlock> {
  const found = new Map<number, Organization>();
  const missing = new Map<number, string>();
  const moments: Date[] = [];
  let alone = ids;
  if (ids.length * endpoints.getOrganization.cost >= endpoints.listOrganizations.cost) {
    const list = (timed: Caller) =>
      deps.pipedrive.listOrganizations(timed, { ids: [...ids], limit: blockSize });
    const { value: page, readAt } = await way.slots.use(() => timedRead(deps, caller, list));
    way.spent(endpoints.listOrganizations.cost);
    moments.push(readAt);
    for (const organization of page.items) found.set(organization.id, organization);
    alone = ids.filter((id) => !found.has(id));
  }
  const readings = await Promise.allSettled(
    alone.map((id) =>
      way.slots.use(async () => {
        const { value: outcome, readAt } = await timedRead(deps, caller, (timed) => readOne(deps, timed, id));
        way.spent(endpoints.getOrganization.cost);
        moments.push(readAt);
        if (typeof outcome === 'string') missing.set(id, outcome);
        else found.set(id, outcome);
      }),
    ),
  );
  for (const reading of readings) if (reading.status === 'rejected') throw reading.reason;
  const at = new Date(Math.min(...moments.map((moment) => moment.getTime())));
  return { at, found, missing };
}

async function readOne(
  deps: Pick<EnrichmentDeps, 'pipedrive'>,
  caller: Caller,
  id: number,
): Promise<Organization | string> {
  try {
    const organization = await deps.pipedrive.getOrganization(caller, id);
    return organization.isDeleted ? 'record_gone' : organization;
  } catch (error) {
    if (!isAppError(error) || concernsAll(error)) throw error;
    return error.code;
  }
}
