import type { Field } from '../pipedrive/types.ts';
import { changeMapping, withEntry } from './change-mapping.ts';
import { fieldStates } from './field-state.ts';
import type { CreateFieldsResult } from './mapping.contract.ts';
import type { MappingDeps, MappingInstallation } from './mapping-deps.ts';

type Outcome = Pick<CreateFieldsResult, 'takenOver' | 'refused'>;

/**
 * Makes fields of an earlier install ours again: only those a person confirmed, that have exactly our name and type,
 * and that no other entry writes to. Anything else is refused, source by source.
 */
export async function takeOverFields(
  deps: Pick<MappingDeps, 'mappings' | 'getInstallation'>,
  installation: MappingInstallation,
  input: { sources: readonly string[]; fields: readonly Field[] },
): Promise<Outcome> {
  let outcome: Outcome = { takenOver: [], refused: [] };
  if (input.sources.length === 0) return outcome;
  await changeMapping(deps, installation, (row) => {
    outcome = { takenOver: [], refused: [] };
    let { entries } = row;
    for (const source of new Set(input.sources)) {
      const field = fieldStates(entries, input.fields, installation.fieldPrefix).get(source)?.field;
      if (!field) {
        outcome.refused.push({ source, code: 'field_not_found', message: notFound });
        continue;
      }
      const { code, type } = field;
      entries = withEntry(entries, source, { target: { code, type }, enabled: true, broken: null });
      outcome.takenOver.push(source);
    }
    return entries === row.entries
      ? null
      : { entries, intents: row.intents.filter((source) => !outcome.takenOver.includes(source)) };
  });
  return outcome;
}

const notFound =
  'There is no field of an earlier install with this name and type any more. Create it instead.';
