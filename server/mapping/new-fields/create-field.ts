import type { Caller, Field } from '../../pipedrive/types.ts';
import { type AppError, isAppError } from '../../platform/errors.ts';
import { withEntry, withObject } from '../change-mapping.ts';
import { type FieldState, fieldName, fieldStates } from '../field-state.ts';
import type { ObjectType } from '../mapping.ts';
import type { MappingDeps, MappingInstallation } from '../mapping-deps.ts';
import type { MappingRow } from '../mapping-row.ts';
import { listFields } from '../object-fields.ts';
import { type SourceInfo, sourcesOf } from '../source-info.ts';
import type { CreationClaim } from './creation-claim.ts';
import { countCustom } from './field-cap.ts';

/** `stopsRest`: no other field would fare better now. */
export type CreateFieldResult =
  | { kind: 'created' }
  | { kind: 'refused'; code: string; message: string; stopsRest: boolean };

type Work = {
  installation: MappingInstallation;
  caller: Caller;
  claim: CreationClaim;
  objectType: ObjectType;
  /** Fields of the record type as read after the claim was won. */
  fields: readonly Field[];
  source: string;
};

type Deps = Pick<MappingDeps, 'pipedrive'>;

/**
 * Creates the field of one source and keeps its code. Before the POST the intent is stored, for Pipedrive knows no
 * idempotency key: a field of exactly our name and type that shows up after an intent is the one we created when
 * the answer was lost or the process died, and is adopted. Without an intent such a field waits for a person.
 */
export async function createField(deps: Deps, work: Work): Promise<CreateFieldResult> {
  const { claim, source, objectType } = work;
  const row = await claim.change(() => ({}));
  const info = sourcesOf(row.calculated).get(source);
  const state = stateOf(work, row, work.fields);
  if (!state || !info) return refused('unknown_field', 'This field is not known. Reload the list.');
  if (state.own) return keep(work, state.own, false);
  if (state.found) {
    if (row.objects[objectType].intents.includes(source)) return keep(work, state.found);
    return refused('waits_for_take_over', waitsForTakeOver);
  }
  await changeIntents(work, (others) => [...others, source]);
  try {
    return await keep(work, await post(deps, work, info));
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.details?.['maybeDone'] === true ? lookAgain(deps, work, error) : givenUp(deps, work, error);
  }
}

function stateOf(
  { installation, objectType, source }: Work,
  row: MappingRow,
  fields: readonly Field[],
): FieldState | undefined {
  const { entries } = row.objects[objectType];
  const sources = sourcesOf(row.calculated);
  return fieldStates({ entries, fields, prefix: installation.fieldPrefix, sources }).get(source);
}

function post(
  { pipedrive }: Deps,
  { caller, installation, objectType }: Work,
  { label, newType }: SourceInfo,
): Promise<Field> {
  const field = { name: fieldName(installation.fieldPrefix, label), type: newType };
  return objectType === 'person'
    ? pipedrive.createPersonField(caller, field)
    : pipedrive.createOrganizationField(caller, field);
}

/** @param isNew an app's own field, which it may always write; one that was there keeps its rule. */
async function keep(work: Work, { code, type }: Field, isNew = true): Promise<CreateFieldResult> {
  const { claim, source, objectType } = work;
  await claim.change((row) => {
    const { entries, intents } = row.objects[objectType];
    const own = isNew ? { target: { code, type }, rule: 'always' as const } : {};
    return withObject(row, objectType, {
      entries: withEntry(entries, source, { ...own, enabled: true, broken: null }),
      intents: intents.filter((other) => other !== source),
    });
  });
  return { kind: 'created' };
}

/** The answer was lost: the field may be there. If it is not (yet), the intent stays for the next attempt. */
async function lookAgain(deps: Deps, work: Work, lost: AppError): Promise<CreateFieldResult> {
  const row = await work.claim.change(() => ({}));
  let fields: Field[];
  try {
    fields = await listFields(deps, work.caller, work.objectType);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return refused(error.code, error.message, true);
  }
  const state = stateOf(work, row, fields);
  if (state?.found) return keep(work, state.found);
  return refused(lost.code, lost.message, true);
}

/** Pipedrive certainly did not create it. */
async function givenUp(deps: Deps, work: Work, error: AppError): Promise<CreateFieldResult> {
  await changeIntents(work, (others) => others);
  if (error.code === 'custom_field_cap') {
    const refusedAt = await customFields(deps, work.caller);
    if (refusedAt !== null) await work.claim.change(() => ({ refusedAt }));
  }
  return refused(error.code, error.message, error.code !== 'request_refused');
}

async function changeIntents(
  { claim, source, objectType }: Work,
  intents: (others: string[]) => string[],
): Promise<void> {
  await claim.change((row) => {
    const others = row.objects[objectType].intents.filter((other) => other !== source);
    return withObject(row, objectType, { intents: intents(others) });
  });
}

/** Custom fields there are now; null when that cannot be read. */
async function customFields(deps: Deps, caller: Caller): Promise<number | null> {
  try {
    const lists = [listFields(deps, caller, 'organization'), listFields(deps, caller, 'person')];
    return countCustom((await Promise.all(lists)).flat());
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

const waitsForTakeOver =
  'A field with this name is there already, from an earlier install. Take it over, or delete it in Pipedrive first.';

function refused(code: string, message: string, stopsRest = false): CreateFieldResult {
  return { kind: 'refused', code, message, stopsRest };
}
