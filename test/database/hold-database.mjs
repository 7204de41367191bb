// Opens the embedded database described by the first argument, prints its address and stays until killed.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(
  fileURLToPath(new URL('../../server/database/resolve-database.ts', import.meta.url)),
);
const options = JSON.parse(process.argv[2] ?? '{}');
const server = await module.resolveDatabase({ ...options, progress: () => undefined });
process.stdout.write(`${server.uri}\n`);
setInterval(() => undefined, 1000);
