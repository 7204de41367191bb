import { fileURLToPath } from 'node:url';
import { compose } from './compose.ts';
import { askedToEnd, type ProgramOptions, runProgram, say } from './process.ts';

/** One more worker on the same database: takes part in runs and jobs, serves no pages. */
export function main(options: ProgramOptions): Promise<number> {
  return runProgram(options, async ({ config, db, serverName, log }) => {
    say(`Database: ${serverName}`);
    const expressionWorker = fileURLToPath(new URL('../server/expression-worker.js', import.meta.url));
    const parts = await compose({ config, db, log, clientDir: '', expressionWorker });
    await parts.prepare();
    await parts.startWork();
    // Listening before saying so: whoever reads the line may end the process at once.
    const ended = askedToEnd();
    process.stdout.write('Worker ready\n');
    await ended;
    await parts.stopWork();
    return 0;
  });
}
