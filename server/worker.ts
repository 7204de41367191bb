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
    process.stdout.write('Worker ready\n');
    await askedToEnd();
    await parts.stopWork();
    return 0;
  });
}
