import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { isAppError } from '../platform/errors.ts';
import type { CatalogStats, CatalogStore } from './catalog.store.ts';
import { importStores } from './import-stores.ts';
import { loadSample } from './load-sample.ts';
import { openRows } from './open-rows.ts';

const catalogUsage = `Usage:
  npm run catalog -- import FILE [--release N]            JSON Lines in the shape of the Store Leads API, also .gz
  npm run catalog -- sample COUNT [--seed N] [--release N]  invented stores
  npm run catalog -- stats [--json]`;

type CatalogCommandDeps = {
  catalog: CatalogStore;
  clock: Clock;
  /** Where answers go, and where refusals and skipped rows go. */
  print(line: string): void;
  printError(line: string): void;
};

type Command =
  | { name: 'import'; file: string; release: number | undefined }
  | { name: 'sample'; count: number; seed: number; release: number }
  | { name: 'stats'; json: boolean };

/**
 * The operator's command for the store catalogue. `import` ends with `N imported, N skipped` and names each skipped
 * line with its reason on the error output.
 * @param argv what follows `npm run catalog --`.
 * @returns the exit code: 0 done (also with skipped rows), 1 refused or not understood.
 */
export async function runCatalogCommand(deps: CatalogCommandDeps, argv: string[]): Promise<number> {
  const command = readCommand(argv);
  if (typeof command === 'string') {
    deps.printError(`${command}\n${catalogUsage}`);
    return 1;
  }
  try {
    await run(deps, command);
    return 0;
  } catch (error) {
    if (!isAppError(error)) throw error;
    deps.printError(error.message);
    return 1;
  }
}

async function run(deps: CatalogCommandDeps, command: Command): Promise<void> {
  await deps.catalog.ensureIndexes();
  if (command.name === 'stats') return printStats(deps, await deps.catalog.stats(), command.json);
  if (command.name === 'sample') {
    const { imported } = await loadSample(deps, command);
    return deps.print(`${imported} imported, 0 skipped`);
  }
  const release = command.release ?? ((await deps.catalog.currentRelease())?.number ?? 0) + 1;
  const onSkipped = (line: number, reason: string) => deps.printError(`line ${line}: ${reason}`);
  const result = await importStores({ catalog: deps.catalog, onSkipped }, openRows(command.file), release);
  // A file without one good row is no release: the catalogue stays what it was.
  if (result.imported > 0) await deps.catalog.setRelease({ number: release, publishedAt: deps.clock.now() });
  deps.print(`${result.imported} imported, ${result.skipped} skipped`);
}

function printStats(deps: CatalogCommandDeps, stats: CatalogStats, json: boolean): void {
  if (json) {
    deps.print(JSON.stringify(stats));
    return;
  }
  const { release } = stats;
  const since = release
    ? `release ${release.number} of ${release.publishedAt.toISOString().slice(0, 10)}`
    : 'no release';
  deps.print(`${stats.stores} stores, ${since}, ${stats.changedByRelease} changed by it`);
  for (const [platform, count] of Object.entries(stats.platforms))
    deps.print(`  ${platform || '(none)'}: ${count}`);
}

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const positive = wholeNumber.refine((number) => number > 0);

/** The command, or a sentence that says what is wrong with it. */
function readCommand(argv: string[]): Command | string {
  const parsed = readWords(argv);
  if (parsed === null) return 'There is an option this command does not know, or one without its value.';
  const { values, positionals } = parsed;
  const [name, subject, ...rest] = positionals;
  if (rest.length > 0) return 'Too many words.';
  const release = positive.optional().safeParse(values.release);
  if (!release.success) return '--release takes a number from 1.';
  switch (name) {
    case 'stats':
      return subject === undefined ? { name, json: values.json ?? false } : 'Too many words.';
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

function readWords(argv: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: argv,
      options: { release: text, seed: text, json: { type: 'boolean' } },
      allowPositionals: true,
    });
  } catch {
    return null;
  }
}
