import { calculatedProblems } from './calculated/calculated-problems.ts';
import { fits } from './convert/compatibility.contract.ts';
import type { MappingChanges, MappingProblem } from './mapping.contract.ts';
import { calculatedName, type MappingEntry, type ObjectType } from './mapping.ts';
import type { MappingInstallation } from './mapping-deps.ts';
import type { MappingDraft } from './merge-changes.ts';
import { type ObjectFields, targetFields } from './object-fields.ts';
import { type SourceInfo, sourcesOf } from './source-info.ts';

export type CheckInput = {
  before: MappingDraft;
  /** What `mergeChanges` made of it. */
  after: MappingDraft;
  /** For the names people gave that nothing has. */
  changes: Pick<MappingChanges, ObjectType>;
  fields: ObjectFields;
  installation: Pick<MappingInstallation, 'plan' | 'websiteField'>;
};

/**
 * Everything that keeps a mapping from being saved; empty when it may be. The whole of it is held against the rules, with
 * two exceptions: a target that Pipedrive lost, and an expression that was fine once, are refused only in what a
 * person touched, for they can come about by themselves and must not stand in the way of other changes. Pure.
 */
export function checkMapping(input: CheckInput): MappingProblem[] {
  const { before, after } = input;
  return [
    ...calculatedProblems(before.calculated, after.calculated, input.installation.plan),
    ...objectProblems(input, 'organization'),
    ...objectProblems(input, 'person'),
  ];
}

function objectProblems(input: CheckInput, objectType: ObjectType): MappingProblem[] {
  const { before, after, changes, fields, installation } = input;
  const sources = sourcesOf(after.calculated);
  const problems: MappingProblem[] = [];
  const add = (source: string, code: string, message: string) =>
    problems.push({ code, objectType, source, message });
  const { entries } = after.objects[objectType];
  const known = new Set([...before.objects[objectType].entries, ...entries].map(({ source }) => source));
  for (const source of Object.keys(changes[objectType]?.entries ?? {})) {
    if (!known.has(source)) add(source, 'unknown_source', unknownSource);
  }
  const untouched = new Set(before.objects[objectType].entries);
  const living = new Set(fields[objectType].map(({ code }) => code));
  const pickable = new Set(targetFields(fields[objectType], objectType).map(({ code }) => code));
  const others = sharing(entries);
  for (const entry of entries) {
    const { source, target } = entry;
    if (!target) continue;
    const info = sources.get(source);
    if (!info) {
      if (calculatedName(source) !== null) add(source, 'calculated_in_use', inUse);
      continue;
    }
    const other = others.get(entry);
    if (other) add(source, 'two_entries_one_target', twoEntries(sources.get(other.source)));
    if (objectType === 'organization' && target.code === installation.websiteField) {
      add(source, 'holds_the_website', holdsWebsite);
    }
    if (!living.has(target.code)) {
      if (!untouched.has(entry)) add(source, 'target_gone', targetGone);
      continue;
    }
    const fit = pickable.has(target.code) ? fits(info.kind, target.type) : notWritable;
    if (fit.fit === 'refused') add(source, 'incompatible_types', fit.reason);
  }
  return problems;
}

/** For every entry that shares its target, another one that has it too. */
function sharing(entries: readonly MappingEntry[]): ReadonlyMap<MappingEntry, MappingEntry> {
  const first = new Map<string, MappingEntry>();
  const shared = new Map<MappingEntry, MappingEntry>();
  for (const entry of entries) {
    if (!entry.target) continue;
    const other = first.get(entry.target.code);
    if (!other) first.set(entry.target.code, entry);
    else {
      shared.set(entry, other);
      if (!shared.has(other)) shared.set(other, entry);
    }
  }
  return shared;
}

const unknownSource = 'Store Leads has no such field or calculated value. Reload the page.';
const inUse = 'This calculated value still fills a field. Choose “None” as its field first.';
const holdsWebsite =
  'This field holds the website that stores are found by, so it is never written. Pick another field.';
const targetGone = 'Pipedrive no longer has this field. Pick another one, or none.';
const notWritable = {
  fit: 'refused',
  reason: 'This field cannot be written by an app. Pick another field.',
} as const;

const twoEntries = (other: SourceInfo | undefined): string =>
  `“${other?.label ?? 'Another source'}” is written to the same field. Pick another field for one of them.`;
