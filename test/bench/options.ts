import { parseArgs } from 'node:util';

export const benchUsage = `Usage: npm run bench -- [options]
  --json FILE        write the figures there, too
  --organizations N  size of the large company that is scanned (100000)
  --links N          how many of its links are brought in step, then run over again (8000)
  --weekly N         size of the company whose tokens are counted, and that sends events (2000)
  --naive N          records the naive client works on (100)
  --soak SECONDS     how long 300 webhook events a second are sent (20; half an hour is 1800)
  --rounds N         how often mapping and settings page are measured (5)
  --governor N       size of the company whose hard days are lived through (24000)
  --profile FOLDER   write processor profiles of the app there`;

export type BenchOptions = {
  json: string | undefined;
  profile: string | undefined;
  organizations: number;
  links: number;
  weekly: number;
  naive: number;
  soak: number;
  rounds: number;
  governor: number;
};

const text = { type: 'string' } as const;

/** The options, or null when they are not understood. */
export function readOptions(args: readonly string[]): BenchOptions | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: text,
        organizations: text,
        links: text,
        weekly: text,
        naive: text,
        soak: text,
        rounds: text,
        governor: text,
        profile: text,
      },
    });
    return {
      json: values.json,
      profile: values.profile,
      organizations: count(values.organizations, 100_000),
      links: count(values.links, 8000),
      weekly: count(values.weekly, 2000),
      naive: count(values.naive, 100),
      soak: count(values.soak, 20, 1),
      rounds: count(values.rounds, 5, 1),
      governor: count(values.governor, 24_000),
    };
  } catch {
    return null;
  }
}

/** @throws RangeError when it is not a whole number from `least` */
function count(given: string | undefined, otherwise: number, least = 5): number {
  if (given === undefined) return otherwise;
  if (!/^\d{1,7}$/.test(given) || Number(given) < least) throw new RangeError(given);
  return Number(given);
}
