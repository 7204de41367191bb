import { stateCodes } from './state-code-data.ts';

/**
 * The short code of a state or province, e.g. `OR` for Oregon in `US`; null when country or name is not known.
 * A name that already is the code is given back as the code.
 */
export function stateCode(countryCode: string | null, name: string | null): string | null {
  if (countryCode === null || name === null) return null;
  const codes = codesOf(countryCode);
  return codes?.get(name) ?? codes?.get(comparable(name)) ?? null;
}

const tables = new Map<string, ReadonlyMap<string, string>>();

/** Tables are made when a country first comes up: most are never needed. */
function codesOf(countryCode: string): ReadonlyMap<string, string> | undefined {
  const known = tables.get(countryCode);
  if (known) return known;
  if (!Object.hasOwn(stateCodes, countryCode)) return undefined;
  const table = readTable(stateCodes[countryCode] ?? '');
  tables.set(countryCode, table);
  return table;
}

function readTable(text: string): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const row of text.split(';')) {
    const [code = '', ...words] = row.trim().split(/\s+/);
    table.set(comparable(code), code);
    // As written too: most names come like that, and comparing costs more than looking up.
    for (const name of words.join(' ').split('/')) table.set(name, code).set(comparable(name), code);
  }
  return table;
}

/** Letters and digits only, without accents, in lower case; words for "province" and the like do not count. */
function comparable(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replace(/\b(state of|province of|canton of|county of|lan|prefecture|voivodeship|province|region)\b/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
