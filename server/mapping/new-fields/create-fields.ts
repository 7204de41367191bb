import type { Caller } from '../../pipedrive/types.ts';
import type { Session } from '../../platform/endpoint.ts';
import type { CreateFields, CreateFieldsResult } from '../mapping.contract.ts';
import { installationOf, type MappingDeps } from '../mapping-deps.ts';
import { mappingView } from '../mapping-view.ts';
import { listFields } from '../object-fields.ts';
import { type SourceInfo, sourcesOf } from '../source-info.ts';
import { type CreateFieldResult, createField } from './create-field.ts';
import { claimCreation } from './creation-claim.ts';
import { requireCanCreate } from './field-permission.ts';
import { takeOverFields } from './take-over-fields.ts';

/**
 * Creates the wished fields in Pipedrive, the most useful first, and takes over those of an earlier install that a
 * person confirmed. One by one, each kept as soon as it exists: stopped at any moment, a second call goes on
 * where the first was and creates nothing twice. When Pipedrive's plan has no room left, the rest is refused.
 * All of it is one version of the mapping. Costs 5 tokens a field and about 70 around it.
 * @throws AppError `not_allowed`, `cannot_add_fields` (403), `fields_being_created` (409), `not_installed`,
 *   or what the gateway throws before anything was created.
 */
export async function createFields(
  deps: MappingDeps,
  session: Session,
  wish: CreateFields,
): Promise<CreateFieldsResult> {
  const installation = await installationOf(deps, session.companyId);
  if (wish.create.length > 0) await requireCanCreate(deps, session);
  else await deps.requireManager(session);
  const caller: Caller = { ...session, lane: 'click' };
  const { objectType } = wish;
  const claim = await claimCreation(deps, installation);
  const created: string[] = [];
  let outcome: Pick<CreateFieldsResult, 'takenOver' | 'refused'> = { takenOver: [], refused: [] };
  try {
    const fields = await listFields(deps, caller, objectType);
    outcome = await takeOverFields(deps, installation, { objectType, sources: wish.takeOver, fields });
    let stopped: CreateFieldResult | null = null;
    for (const source of byUsefulness(wish.create, sourcesOf(claim.row.calculated))) {
      const result: CreateFieldResult =
        stopped ?? (await createField(deps, { installation, caller, claim, objectType, fields, source }));
      if (result.kind === 'created') {
        created.push(source);
        continue;
      }
      outcome.refused.push({ source, code: result.code, message: result.message });
      if (result.stopsRest) stopped = result;
    }
  } finally {
    const changed = created.length + outcome.takenOver.length > 0;
    const { fieldPrefix } = installation;
    await claim.release(changed ? { userId: session.userId, reason: 'fields', fieldPrefix } : undefined);
  }
  const { takenOver, refused } = outcome;
  deps.log.info(
    { companyId: session.companyId, created: created.length, refused: refused.length },
    'Fields created',
  );
  return { created, takenOver, refused, mapping: await mappingView(deps, session) };
}

/** Each source once, the most useful first: what the plan has no room for is then the least useful. */
function byUsefulness(wished: readonly string[], sources: ReadonlyMap<string, SourceInfo>): string[] {
  const priority = (source: string) => sources.get(source)?.priority ?? Number.MAX_SAFE_INTEGER;
  return [...new Set(wished)].sort((a, b) => priority(a) - priority(b));
}
