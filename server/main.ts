import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { compose } from './compose.ts';
import { askedToEnd, type ProgramOptions, runProgram, say } from './process.ts';

/** The app: web server and worker in one process. Further workers may run beside it. */
export function main(options: ProgramOptions): Promise<number> {
  return runProgram(options, async ({ config, db, serverName, log, besideUrl }) => {
    say(`Database: ${serverName}`);
    const clientDir = fileURLToPath(new URL('../client', import.meta.url));
    // From here or from the chunk this becomes part of: both lie one folder below the build.
    const expressionWorker = fileURLToPath(new URL('../server/expression-worker.js', import.meta.url));
    const parts = await compose({ config, db, log, clientDir, expressionWorker });
    await parts.prepare();

    const server = createServer(parts.app);
    server.listen(config.PORT, config.HOST);
    await once(server, 'listening');
    await parts.startWork();
    // Listening before saying so: whoever reads the line may end the process at once.
    const ended = askedToEnd();
    process.stdout.write(`Open ${besideUrl ?? `${config.APP_URL}/install`}\n`);

    await ended;
    say('Stopping: work in hand is finished or handed back …');
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    await parts.stopWork();
    server.closeAllConnections();
    await closed;
    return 0;
  });
}
