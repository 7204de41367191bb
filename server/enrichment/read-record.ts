import type { Caller, Organization } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import type { PanelView } from './enrichment.contract.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';
import { timedRead } from './reading/timed-read.ts';

type HiddenState = Exclude<PanelView['recordState'], 'ok'>;
/** An organization, and the moment as of which it is known to have been like this. */
export type OpenedRead = { state: 'ok'; organization: Organization; readAt: Date };
/** A record as the caller's own grant sees it; anything but `ok` shows nothing of it. */
export type ReadRecord = OpenedRead | { state: HiddenState; organizationId: number | null };

type Deps = Pick<EnrichmentDeps, 'pipedrive' | 'clock'>;

/** Reads an organization with the caller's own grant. A record the user cannot see is told from none at all by nobody. */
export async function readOrganization(
  deps: Deps,
  caller: Caller,
  organizationId: number,
): Promise<ReadRecord> {
  const read = await seen(
    timedRead(deps, caller, (timed) => deps.pipedrive.getOrganization(timed, organizationId)),
  );
  if (typeof read === 'string') return { state: read, organizationId };
  const { value: organization, readAt } = read;
  if (organization.isDeleted) return { state: 'deleted', organizationId };
  return { state: 'ok', organization, readAt };
}

/** Reads a person, then the linked organization, each with the caller's own grant. */
export async function readOrganizationOfPerson(
  deps: Deps,
  caller: Caller,
  personId: number,
): Promise<ReadRecord> {
  const person = await seen(deps.pipedrive.getPerson(caller, personId));
  if (typeof person === 'string') return { state: person, organizationId: null };
  if (person.isDeleted) return { state: 'deleted', organizationId: null };
  if (person.orgId === null) return { state: 'no_organization', organizationId: null };
  return readOrganization(deps, caller, person.orgId);
}

async function seen<T extends object>(reading: Promise<T>): Promise<T | HiddenState> {
  try {
    return await reading;
  } catch (error) {
    if (isAppError(error, 'record_gone') || isAppError(error, 'no_access')) return 'no_access';
    if (isAppError(error, 'budget_exhausted')) return 'budget_exhausted';
    throw error;
  }
}
