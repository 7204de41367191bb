import { createCatalogStore } from './catalog/catalog.store.ts';
import { runCatalogCommand } from './catalog/catalog-command.ts';
import { createPublicationStore } from './catalog/publication.store.ts';
import { storeLeadsOf } from './composition/catalog.ts';
import { systemClock } from './platform/clock.ts';
import { type ProgramOptions, runProgram, say } from './process.ts';
import { createPaceStore } from './storeleads/pace.store.ts';

/** `npm run catalog -- …` on the app's own database. */
export function main(options: ProgramOptions): Promise<number> {
  return runProgram(options, ({ db, config, log }) => {
    const base = { clock: systemClock, log };
    return runCatalogCommand(
      {
        ...base,
        catalog: createCatalogStore(db),
        publication: createPublicationStore(db),
        storeLeads: storeLeadsOf(base, config, createPaceStore(db)),
        print: (line) => void process.stdout.write(`${line}\n`),
        printError: say,
      },
      options.args ?? [],
    );
  });
}
