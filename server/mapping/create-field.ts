import type { Caller, Field } from '../pipedrive/types.ts';
import { type AppError, isAppError } from '../platform/errors.ts';
import { withEntry } from './change-mapping.ts';
import type { CreationClaim } from './creation-claim.ts';
import { countCustom } from './field-cap.ts';
import { type CatalogField, catalogField } from './field-catalog.ts';
import { fieldName, fieldStates } from './field-state.ts';
import type { MappingDeps, MappingInstallation } from './mapping-deps.ts';

/** `stopsRest`: no other field would fare better now. */
export type CreateFieldResult =
  | { kind: 'created' }
  | { kind: 'refused'; code: string; message: string; stopsRest: boolean };

type Work = {
  installation: MappingInstallation;
  caller: Caller;
  claim: CreationClaim;
  /** Organization fields as read after the claim was won. */
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
  const { claim, source, installation, fields } = work;
  const row = await claim.change(() => ({}));
  const state = fieldStates(row.entries, fields, installation.fieldPrefix).get(source);
  const catalogued = catalogField.get(source);
  if (!state || !catalogued) return refused('unknown_field', 'This field is not known. Reload the list.');
  if (state.field && (state.state !== 'found' || row.intents.includes(source)))
    return keep(work, state.field);
  if (state.field) return refused('waits_for_take_over', waitsForTakeOver);
  await claim.change(({ intents }) => ({
    intents: [...intents.filter((other) => other !== source), source],
  }));
  try {
    return await keep(work, await post(deps, work, catalogued));
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.details?.['maybeDone'] === true ? lookAgain(deps, work, error) : givenUp(deps, work, error);
  }
}

function post(
  deps: Deps,
  { caller, installation }: Work,
  { label, pipedriveType }: CatalogField,
): Promise<Field> {
  const name = fieldName(installation.fieldPrefix, label);
  return deps.pipedrive.createOrganizationField(caller, { name, type: pipedriveType });
}

async function keep({ claim, source }: Work, { code, type }: Field): Promise<CreateFieldResult> {
  await claim.change(({ entries, intents }) => ({
    entries: withEntry(entries, source, { target: { code, type }, enabled: true, broken: null }),
    intents: intents.filter((other) => other !== source),
  }));
  return { kind: 'created' };
}

/** The answer was lost: the field may be there. If it is not (yet), the intent stays for the next attempt. */
async function lookAgain(deps: Deps, work: Work, lost: AppError): Promise<CreateFieldResult> {
  const { caller, claim, installation, source } = work;
  const row = await claim.change(() => ({}));
  let fields: Field[];
  try {
    fields = await deps.pipedrive.listOrganizationFields(caller);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return refused(error.code, error.message, true);
  }
  const found = fieldStates(row.entries, fields, installation.fieldPrefix).get(source)?.field;
  return found ? keep(work, found) : refused(lost.code, lost.message, true);
}

/** Pipedrive certainly did not create it. */
async function givenUp(
  deps: Deps,
  { caller, claim, source }: Work,
  error: AppError,
): Promise<CreateFieldResult> {
  const refusedAt = error.code === 'custom_field_cap' ? await customFields(deps, caller) : null;
  await claim.change(({ intents }) => ({
    intents: intents.filter((other) => other !== source),
    ...(refusedAt !== null && { refusedAt }),
  }));
  return refused(error.code, error.message, error.code !== 'request_refused');
}

/** Custom fields there are now; null when that cannot be read. */
async function customFields(deps: Deps, caller: Caller): Promise<number | null> {
  try {
    const lists = [deps.pipedrive.listOrganizationFields(caller), deps.pipedrive.listPersonFields(caller)];
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
