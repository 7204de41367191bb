import type { Field } from '../../pipedrive/types.ts';
import type { EntrySettings } from '../mapping.contract.ts';
import { type ObjectType, objectTypes } from '../mapping.ts';
import { type ObjectFields, targetFields } from '../object-fields.ts';
import { sourcesOf } from '../source-info.ts';
import type { ConfigurationFile, ImportPlan } from './configuration.contract.ts';

type FileTarget = { code: string; name: string; type: string };
type NotPlaced = ImportPlan['notPlaced'][number];

/** A file's entries with the codes of this company's fields, and what has none here. */
export type Placed = {
  entries: Record<ObjectType, Record<string, EntrySettings>>;
  notPlaced: NotPlaced[];
};

/**
 * Finds the fields a file means: by code and type where it comes from this company, otherwise by exact name and type
 * where just one field has both. The field that holds the website is never taken. Pure.
 */
export function placeTargets(
  file: Pick<ConfigurationFile, ObjectType | 'calculated'>,
  fields: ObjectFields,
  websiteField: string | null,
): Placed {
  const placed: Placed = { entries: { organization: {}, person: {} }, notPlaced: [] };
  const sources = sourcesOf(file.calculated);
  for (const objectType of objectTypes) {
    const candidates = targetFields(fields[objectType], objectType);
    const website = objectType === 'organization' ? websiteField : null;
    for (const [source, { target, ...settings }] of Object.entries(file[objectType].entries)) {
      const found = target && findTarget(target, candidates, website);
      placed.entries[objectType][source] = { ...settings, target: found?.field?.code ?? null };
      if (!target || !found?.message) continue;
      const label = sources.get(source)?.label ?? source;
      const fieldName = target.name === '' ? 'A deleted field' : target.name;
      placed.notPlaced.push({ objectType, label, fieldName, message: found.message });
    }
  }
  return placed;
}

function findTarget(
  { code, name, type }: FileTarget,
  candidates: readonly Field[],
  websiteField: string | null,
): { field: Field | null; message: string | null } {
  const sameCode = candidates.find((field) => field.code === code && field.type === type);
  const sameName = candidates.filter((field) => field.name === name && field.type === type);
  const field = sameCode ?? (sameName.length === 1 ? sameName[0] : undefined);
  if (field && field.code === websiteField) return { field: null, message: holdsWebsite };
  if (field) return { field, message: null };
  if (sameName.length > 1) return { field: null, message: several };
  return { field: null, message: name === '' ? deleted : none };
}

const none = 'Pipedrive has no field of this name and type. Create it, or pick another one afterwards.';
const several = 'Several fields have this name and type. Pick the right one afterwards.';
const deleted = 'Pipedrive no longer has this field. Pick another one afterwards.';
const holdsWebsite = 'Here this field holds the website that stores are found by, so it is never written.';
