import { createCatalogStore } from './catalog/catalog.store.ts';
import { runCatalogCommand } from './catalog/catalog-command.ts';
import { systemClock } from './platform/clock.ts';
import { type ProgramOptions, runProgram, say } from './process.ts';

/** `npm run catalog -- …` on the app's own database. */
export function main(options: ProgramOptions): Promise<number> {
  return runProgram(options, ({ db }) =>
    runCatalogCommand(
      {
        catalog: createCatalogStore(db),
        clock: systemClock,
        print: (line) => void process.stdout.write(`${line}\n`),
        printError: say,
      },
      options.args ?? [],
    ),
  );
}
