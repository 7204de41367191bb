// Runs refresh-process.ts in a node of its own, whatever that node knows about TypeScript.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(fileURLToPath(new URL('./refresh-process.ts', import.meta.url)), {
  configFile: false,
  logLevel: 'silent',
});
await module.main();
