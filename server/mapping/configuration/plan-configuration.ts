import { checkMapping } from '../check-mapping.ts';
import { defaultSettings, settingsOf } from '../entry-settings.ts';
import type { EntrySettings, MappingChanges } from '../mapping.contract.ts';
import { calculatedName, type ObjectType } from '../mapping.ts';
import type { MappingInstallation } from '../mapping-deps.ts';
import type { MappingRow } from '../mapping-row.ts';
import { type MappingDraft, mergeChanges } from '../merge-changes.ts';
import type { ObjectFields } from '../object-fields.ts';
import { sourcesOf } from '../source-info.ts';
import type { ConfigurationFile, ImportPlan } from './configuration.contract.ts';
import { describeChanges } from './describe-changes.ts';
import { placeTargets } from './place-targets.ts';

/** What a configuration would make of the present one. */
export type ConfigurationPlan = { after: MappingDraft; plan: ImportPlan };

/**
 * Lays a configuration over the present one: everything it does not name is as on a fresh start afterwards, and every
 * entry keeps its place. Pure; the way there is the one of any other save.
 */
export function planConfiguration(input: {
  before: MappingRow;
  file: ConfigurationFile;
  fields: ObjectFields;
  installation: MappingInstallation;
}): ConfigurationPlan {
  const { before, file, fields, installation } = input;
  const { entries, notPlaced } = placeTargets(file, fields, installation.websiteField);
  const object = (objectType: ObjectType) => ({
    enabled: file[objectType].enabled,
    entries: { ...freshEntries(file), ...withoutFields(before, file, objectType), ...entries[objectType] },
  });
  const changes: MappingChanges = {
    edition: before.edition,
    calculated: file.calculated,
    organization: object('organization'),
    person: object('person'),
  };
  const after = mergeChanges(before, changes, fields);
  const labels = sourcesOf([...before.calculated, ...file.calculated]);
  const prefixes = { before: installation.fieldPrefix, after: file.settings.fieldPrefix };
  return {
    after,
    plan: {
      edition: before.edition,
      changes: describeChanges({ before, after, fields, prefixes }),
      notPlaced,
      problems: checkMapping({ before, after, changes, fields, installation }).map((problem) => {
        const label = labels.get(problem.source ?? '')?.label;
        return { ...problem, label: label ?? null };
      }),
    },
  };
}

function freshEntries({ calculated }: ConfigurationFile): Record<string, EntrySettings> {
  const sources = [...sourcesOf(calculated).values()];
  return Object.fromEntries(sources.map((info) => [info.source, defaultSettings(info)]));
}

/** Calculated values that the file does not have are deleted: their entries let go of their fields. */
function withoutFields(
  { objects }: MappingRow,
  { calculated }: ConfigurationFile,
  objectType: ObjectType,
): Record<string, EntrySettings> {
  const names = new Set(calculated.map(({ name }) => name));
  const gone = objects[objectType].entries.filter((entry) => {
    const name = calculatedName(entry.source);
    return name !== null && !names.has(name);
  });
  return Object.fromEntries(gone.map((entry) => [entry.source, { ...settingsOf(entry), target: null }]));
}
