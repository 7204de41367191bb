import type { z } from 'zod';
import { AppError } from '../../platform/errors.ts';
import { isTooMuchJson } from '../../platform/json-body.ts';
import { objectTypes } from '../mapping.ts';
import { sourcesOf } from '../source-info.ts';
import { type ConfigurationFile, configurationFile, longestFile } from './configuration.contract.ts';

/** Version of the files this app writes. */
const ownVersion = 1;
/** Deeper than any place in a good file, and more keys than all of them have. */
const deepest = 8;
const mostKeys = 20_000;

/**
 * Reads a configuration file.
 * @throws AppError 422 `not_json`, `unknown_format`, `later_version`, `unknown_key` or `bad_value`, the latter two
 *   with `details.place`; 413 `too_large`. None repeats what the file says.
 */
export function readConfiguration(text: string): ConfigurationFile {
  if (text.length > longestFile || isTooMuchJson(Buffer.from(text))) throw tooLarge();
  const json = parseJson(text);
  requireFormat(json);
  requirePlainKeys(json);
  const read = configurationFile.safeParse(json);
  if (!read.success) throw fault(read.error.issues[0]);
  requireKnownSources(read.data);
  return read.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw refused('not_json', 'This is no JSON file. Choose a file that was exported from Store Leads.');
  }
}

function requireFormat(json: unknown): void {
  const { format, version }: { format?: unknown; version?: unknown } = Object(json);
  if (format !== 'store-leads-for-pipedrive' || typeof version !== 'number') {
    throw refused(
      'unknown_format',
      'This is no configuration of Store Leads for Pipedrive. Choose a file that was exported from it.',
    );
  }
  if (version > ownVersion) {
    throw refused(
      'later_version',
      'This file comes from a later version of Store Leads for Pipedrive, which knows more than this one.',
    );
  }
}

/** No more keys than can be read in no time, and none that parsers skip. */
function requirePlainKeys(json: unknown): void {
  let keys = 0;
  const visit = (value: unknown, path: string[]) => {
    if (typeof value !== 'object' || value === null || path.length > deepest) return;
    if (Object.hasOwn(value, '__proto__')) throw unknownKey([...path, '__proto__'].join('.'));
    keys += Array.isArray(value) ? value.length : Object.keys(value).length;
    if (keys > mostKeys) throw tooLarge();
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
  };
  visit(json, []);
}

function fault(issue: z.core.$ZodIssue | undefined): AppError {
  const path = issue?.path.map(String) ?? [];
  if (issue?.code === 'unrecognized_keys') return unknownKey([...path, issue.keys[0]].join('.'));
  const place = path.join('.') || 'the file';
  return refused('bad_value', `The file says something at “${shortened(place)}” that does not go there.`, {
    place,
  });
}

function requireKnownSources(file: ConfigurationFile): void {
  const known = sourcesOf(file.calculated);
  for (const objectType of objectTypes) {
    const unknown = Object.keys(file[objectType].entries).find((source) => !known.has(source));
    if (unknown !== undefined) throw unknownKey(`${objectType}.entries.${unknown}`);
  }
}

function unknownKey(place: string): AppError {
  return refused('unknown_key', `The file names something that is not known: “${shortened(place)}”.`, {
    place,
  });
}

function tooLarge(): AppError {
  return refused('too_large', 'This file is too large for a configuration. Choose another one.', {}, 413);
}

const shortened = (place: string): string => (place.length > 120 ? `${place.slice(0, 120)}…` : place);

function refused(code: string, message: string, details: { place?: string } = {}, status = 422): AppError {
  return new AppError({ code, status, message: `${message} Nothing was changed.`, details });
}
