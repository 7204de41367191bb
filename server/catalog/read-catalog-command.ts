import { parseArgs } from 'node:util';
import { z } from 'zod';

export const catalogUsage = `Usage:
  npm run catalog -- release FILE [--release N]   publishes a CSV export or JSON Lines, also .gz, as a whole or not at all
  npm run catalog -- release --feed               publishes what the Store Leads API has now (STORELEADS_API_KEY)
  npm run catalog -- release --sample             publishes the next release of the invented stores
  npm run catalog -- import FILE [--release N]    adds the good rows of such a file, whatever the others are
  npm run catalog -- sample COUNT [--seed N] [--release N]  invented stores
  npm run catalog -- stats [--json]`;

export type CatalogCommand =
  | { name: 'release'; from: 'feed' | 'sample' | { file: string }; release: number | null }
  | { name: 'import'; file: string; release: number | null }
  | { name: 'sample'; count: number; seed: number; release: number }
  | { name: 'stats'; json: boolean };

type Words = NonNullable<ReturnType<typeof readWords>>['values'];

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const positive = wholeNumber.refine((number) => number > 0);

/** The command, or a sentence that says what is wrong with it. */
export function readCatalogCommand(argv: string[]): CatalogCommand | string {
  const parsed = readWords(argv);
  if (parsed === null) return 'There is an option this command does not know, or one without its value.';
  const { values, positionals } = parsed;
  const [name, subject, ...rest] = positionals;
  if (rest.length > 0) return 'Too many words.';
  const release = positive.nullable().safeParse(values.release ?? null);
  if (!release.success) return '--release takes a number from 1.';
  switch (name) {
    case 'stats':
      return subject === undefined ? { name, json: values.json ?? false } : 'Too many words.';
    case 'release':
      return readRelease(values, subject, release.data);
    case 'import':
      return subject === undefined
        ? 'Say which file to import.'
        : { name, file: subject, release: release.data };
    case 'sample': {
      const count = positive.safeParse(subject);
      const seed = wholeNumber.safeParse(values.seed ?? '1');
      if (!count.success) return 'COUNT is how many stores to invent, a number from 1.';
      if (!seed.success) return '--seed takes a number.';
      return { name, count: count.data, seed: seed.data, release: release.data ?? 1 };
    }
    default:
      return name === undefined ? 'Say what to do.' : `"${name}" is not a command.`;
  }
}

function readRelease(
  values: Words,
  file: string | undefined,
  release: number | null,
): CatalogCommand | string {
  const sources: ('feed' | 'sample' | { file: string })[] = [];
  if (values.feed) sources.push('feed');
  if (values.sample) sources.push('sample');
  if (file !== undefined) sources.push({ file });
  const [from, ...others] = sources;
  return from === undefined || others.length > 0
    ? 'Say one thing to publish: a file, --feed or --sample.'
    : { name: 'release', from, release };
}

function readWords(argv: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: argv,
      options: { release: text, seed: text, json: flag, feed: flag, sample: flag },
      allowPositionals: true,
    });
  } catch {
    return null;
  }
}
