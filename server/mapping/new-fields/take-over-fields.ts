import type { Field } from '../../pipedrive/types.ts';
import { changeMapping, withEntry, withObject } from '../change-mapping.ts';
import { fieldStates } from '../field-state.ts';
import type { CreateFieldsResult } from '../mapping.contract.ts';
import type { ObjectType } from '../mapping.ts';
import type { MappingDeps, MappingInstallation } from '../mapping-deps.ts';
import { sourcesOf } from '../source-info.ts';

type Outcome = Pick<CreateFieldsResult, 'takenOver' | 'refused'>;

/**
 * Makes fields of an earlier install ours again: only those a person confirmed, that have exactly our name and type,
 * and that no other entry writes to. Anything else is refused, source by source.
 */
export async function takeOverFields(
  deps: Pick<MappingDeps, 'mappings' | 'mappingVersions' | 'getInstallation' | 'clock'>,
  installation: MappingInstallation,
  input: { objectType: ObjectType; sources: readonly string[]; fields: readonly Field[] },
): Promise<Outcome> {
  const { objectType, fields } = input;
  let outcome: Outcome = { takenOver: [], refused: [] };
  if (input.sources.length === 0) return outcome;
  await changeMapping(deps, installation, (row) => {
    outcome = { takenOver: [], refused: [] };
    const object = row.objects[objectType];
    const states = { fields, prefix: installation.fieldPrefix, sources: sourcesOf(row.calculated) };
    let { entries } = object;
    for (const source of new Set(input.sources)) {
      const found = fieldStates({ ...states, entries }).get(source)?.found;
      if (!found) {
        outcome.refused.push({ source, code: 'field_not_found', message: notFound });
        continue;
      }
      const target = { code: found.code, type: found.type };
      entries = withEntry(entries, source, { target, rule: 'always', enabled: true, broken: null });
      outcome.takenOver.push(source);
    }
    if (entries === object.entries) return null;
    const intents = object.intents.filter((source) => !outcome.takenOver.includes(source));
    return withObject(row, objectType, { entries, intents });
  });
  return outcome;
}

const notFound =
  'There is no field of an earlier install with this name and type any more. Create it instead.';
