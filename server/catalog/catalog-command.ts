import { AppError, isAppError } from '../platform/errors.ts';
import type { StoreLeads } from '../storeleads/domains.ts';
import type { CatalogStats } from './catalog.store.ts';
import { fileRows } from './file-rows.ts';
import { importStores } from './import-stores.ts';
import { loadSample } from './load-sample.ts';
import type { PublishDeps } from './publish.ts';
import { publishFeed } from './publish-feed.ts';
import { publishFile } from './publish-file.ts';
import { publishSample } from './publish-sample.ts';
import { type CatalogCommand, catalogUsage, readCatalogCommand } from './read-catalog-command.ts';

type CatalogCommandDeps = PublishDeps & {
  /** Null without a key. */
  storeLeads: StoreLeads | null;
  /** Where answers go, and where refusals and skipped rows go. */
  print(line: string): void;
  printError(line: string): void;
};

/**
 * The operator's command for the store catalogue. `import` ends with `N imported, N skipped` and names each skipped
 * line with its reason on the error output; so does `release`, with the release in front.
 * @param argv what follows `npm run catalog --`.
 * @returns the exit code: 0 done (also with skipped rows), 1 refused or not understood.
 */
export async function runCatalogCommand(deps: CatalogCommandDeps, argv: string[]): Promise<number> {
  const command = readCatalogCommand(argv);
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

async function run(deps: CatalogCommandDeps, command: CatalogCommand): Promise<void> {
  await deps.catalog.ensureIndexes();
  if (command.name === 'stats') return printStats(deps, await deps.catalog.stats(), command.json);
  if (command.name === 'release') return deps.print(await release(deps, command));
  if (command.name === 'sample') {
    const { imported } = await loadSample(deps, command);
    return deps.print(`${imported} imported, 0 skipped`);
  }
  const number = command.release ?? ((await deps.catalog.currentRelease())?.number ?? 0) + 1;
  const result = await importStores(withSkipped(deps), fileRows(command.file), number);
  // A file without one good row is no release: the catalogue stays what it was.
  if (result.imported > 0) await deps.catalog.setRelease({ number, publishedAt: deps.clock.now() });
  deps.print(`${result.imported} imported, ${result.skipped} skipped`);
}

/** Publishes and says in a line what was published. */
async function release(
  deps: CatalogCommandDeps,
  { from, release: wanted }: Extract<CatalogCommand, { name: 'release' }>,
): Promise<string> {
  if (from === 'sample') {
    const { release: made, imported, written } = await publishSample(deps, wanted);
    return `release ${made.number}: ${imported} stores, ${written} changed`;
  }
  if (from === 'feed') {
    if (!deps.storeLeads) throw noKey();
    const {
      release: made,
      asked,
      written,
    } = await publishFeed({ ...deps, storeLeads: deps.storeLeads }, wanted);
    return `release ${made.number}: ${asked} stores asked for, ${written} changed`;
  }
  const {
    release: made,
    imported,
    written,
    skipped,
  } = await publishFile(withSkipped(deps), from.file, wanted);
  return `release ${made.number}: ${imported} imported, ${written} changed, ${skipped} skipped`;
}

function withSkipped(deps: CatalogCommandDeps) {
  return { ...deps, onSkipped: (line: number, reason: string) => deps.printError(`line ${line}: ${reason}`) };
}

function printStats(deps: CatalogCommandDeps, stats: CatalogStats, json: boolean): void {
  if (json) {
    deps.print(JSON.stringify(stats));
    return;
  }
  const since = stats.release
    ? `release ${stats.release.number} of ${stats.release.publishedAt.toISOString().slice(0, 10)}`
    : 'no release';
  deps.print(`${stats.stores} stores, ${since}, ${stats.changedByRelease} changed by it`);
  for (const [platform, count] of Object.entries(stats.platforms))
    deps.print(`  ${platform || '(none)'}: ${count}`);
}

function noKey(): AppError {
  return new AppError({
    code: 'store_leads_key_missing',
    status: 409,
    message: 'There is no key for the Store Leads API: set STORELEADS_API_KEY.',
  });
}
