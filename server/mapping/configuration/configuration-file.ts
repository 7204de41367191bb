import { isDeepStrictEqual } from 'node:util';
import type { Field } from '../../pipedrive/types.ts';
import { defaultSettings, settingsOf } from '../entry-settings.ts';
import type { MappingEntry, ObjectType } from '../mapping.ts';
import type { MappingConfig } from '../mapping-row.ts';
import { type ObjectFields, targetFields } from '../object-fields.ts';
import { type SourceInfo, sourcesOf } from '../source-info.ts';
import type { ConfigurationFile } from './configuration.contract.ts';

type FileObject = ConfigurationFile[ObjectType];

/**
 * A configuration as a file. What is as on a fresh start is left out, and so is what the catalogue does not know.
 * @param input.fields fields as they are in Pipedrive now: targets are named by them.
 * @param input.lostTargets what becomes of fields that Pipedrive no longer has: `drop` them, or `keep` them without a
 *   name, to say later that they could not be placed.
 */
export function configurationOf(input: {
  config: MappingConfig;
  fieldPrefix: string;
  fields: ObjectFields;
  lostTargets: 'drop' | 'keep';
}): ConfigurationFile {
  const { config, fieldPrefix, fields, lostTargets } = input;
  const sources = sourcesOf(config.calculated);
  const object = (objectType: ObjectType): FileObject => {
    const targets = targetFields(fields[objectType], objectType);
    const { enabled, entries } = config[objectType];
    const named = entries.flatMap((entry) => {
      const info = sources.get(entry.source);
      const settings = info && fileEntry(entry, info, { targets, lostTargets });
      return settings ? [[entry.source, settings] as const] : [];
    });
    return { enabled, entries: Object.fromEntries(named) };
  };
  return {
    format: 'store-leads-for-pipedrive',
    version: 1,
    settings: { fieldPrefix },
    calculated: config.calculated,
    organization: object('organization'),
    person: object('person'),
  };
}

/** The same configuration always as the same text: keys sorted, two blanks a level, a line break at the end. */
export function configurationText(file: ConfigurationFile): string {
  return `${JSON.stringify(sorted(file), null, 2)}\n`;
}

/** Null when the entry is as on a fresh start. */
function fileEntry(
  entry: Omit<MappingEntry, 'broken'>,
  info: SourceInfo,
  { targets, lostTargets }: { targets: readonly Field[]; lostTargets: 'drop' | 'keep' },
): FileObject['entries'][string] | null {
  const settings = { ...settingsOf(entry), target: null };
  const field = targets.find(({ code }) => code === entry.target?.code);
  if (field) return { ...settings, target: { code: field.code, name: field.name, type: field.type } };
  if (entry.target && lostTargets === 'keep') return { ...settings, target: { ...entry.target, name: '' } };
  return isDeepStrictEqual(settings, defaultSettings(info)) ? null : settings;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  );
}
