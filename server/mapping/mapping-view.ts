import type { Session } from '../platform/endpoint.ts';
import { completed } from './change-mapping.ts';
import { defaultRow } from './default-mapping.ts';
import type { MappingView } from './mapping.contract.ts';
import type { ObjectType } from './mapping.ts';
import { installationOf, type MappingDeps, type MappingInstallation } from './mapping-deps.ts';
import type { MappingRow } from './mapping-row.ts';
import { objectView } from './mapping-view-rows.ts';
import { countCustom, fieldCap, roomFor } from './new-fields/field-cap.ts';
import { whoCanCreate } from './new-fields/field-permission.ts';
import { type ObjectFields, readFields } from './object-fields.ts';

/**
 * What a company writes where, and what it could: sources, targets and how they stand, read from Pipedrive in the
 * caller's name (about 30 tokens). Nothing is stored.
 * @param known fields of both record types, when they were read just now.
 * @throws AppError `not_installed`, or what the gateway throws.
 */
export async function mappingView(
  deps: MappingDeps,
  session: Session,
  known?: ObjectFields,
): Promise<MappingView> {
  const { companyId } = session;
  const installation = await installationOf(deps, companyId);
  const [row, fields, inferred, canCreate] = await Promise.all([
    rowFor(deps, installation),
    known ?? readFields(deps, { ...session, lane: 'click' }),
    deps.inferredPlan(companyId),
    whoCanCreate(deps, session),
  ]);
  const cap = fieldCap({
    used: countCustom(fields.organization) + countCustom(fields.person),
    refusedAt: row.refusedAt,
    stated: installation.pipedrivePlan,
    inferred,
  });
  const { edition, savedBy, calculated } = row;
  const view = (objectType: ObjectType, room: number) =>
    objectView({ row, objectType, fields: fields[objectType], installation, room });
  const organizations = view('organization', roomFor(cap));
  const taken = organizations.rows.filter(({ proposed }) => proposed).length;
  return {
    edition,
    savedBy: savedBy && { userId: savedBy.userId, at: savedBy.at.toISOString() },
    prefix: installation.fieldPrefix,
    organization: organizations,
    // Fields of persons are proposed once persons are enriched, and only where organizations leave room.
    person: view('person', row.objects.person.enabled ? roomFor(cap) - taken : 0),
    calculated,
    cap,
    canCreate,
  };
}

/** The row of this installation, complete, without storing one where there is none. */
export async function rowFor(
  { mappings }: Pick<MappingDeps, 'mappings'>,
  { companyId, epoch }: Pick<MappingInstallation, 'companyId' | 'epoch'>,
): Promise<MappingRow> {
  const row = await mappings.get(companyId);
  return row?.epoch === epoch ? completed(row) : defaultRow(companyId, epoch);
}
