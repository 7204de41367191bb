import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { compose } from './compose.ts';
import { askedToEnd, type ProgramOptions, runProgram, say } from './process.ts';

/** One more worker on the same database: takes part in runs and jobs, serves no pages, and its figures where asked to. */
export function main(options: ProgramOptions): Promise<number> {
  return runProgram(options, async ({ config, db, serverName, log }) => {
    say(`Database: ${serverName}`);
    const expressionWorker = fileURLToPath(new URL('../server/expression-worker.js', import.meta.url));
    const parts = await compose({ config, db, log, clientDir: '', expressionWorker });
    await parts.prepare();
    const server = createServer(parts.watchApp);
    if (config.METRICS_PORT !== undefined) {
      server.listen(config.METRICS_PORT, config.HOST);
      await once(server, 'listening');
      const { address, port, family } = server.address() as AddressInfo;
      say(`Figures: http://${family === 'IPv6' ? `[${address}]` : address}:${port}/metrics`);
    }
    await parts.startWork();
    // Listening before saying so: whoever reads the line may end the process at once.
    const ended = askedToEnd();
    process.stdout.write('Worker ready\n');
    await ended;
    await parts.stopWork();
    server.close();
    server.closeAllConnections();
    return 0;
  });
}
