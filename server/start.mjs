/**
 * What `npm start`, `npm run worker`, `npm run catalog`, `npm run account`, `npm run bench` and `npm run dev` run:
 * builds what is stale, gives the sandbox its settings where no Pipedrive app is configured, then runs the build.
 */
import { buildIfStale } from './launch/build-if-stale.mjs';
import { reloadOnChange } from './launch/reload-on-change.mjs';
import { sandboxEnvironment, usesSandbox } from './launch/sandbox-environment.mjs';
import { startSandboxProcess } from './launch/sandbox-process.mjs';

const [mode = 'app', ...args] = process.argv.slice(2);
const programs = /** @type {Record<string, string>} */ ({
  app: '../dist/server/main.js',
  worker: '../dist/server/worker.js',
  catalog: '../dist/server/catalog.js',
  account: '../dist/server/account.js',
  bench: '../dist/bench/main.js',
});

if (mode === 'dev') {
  await reloadOnChange();
} else {
  const program = programs[mode];
  if (program === undefined) throw new Error(`Unknown mode ${mode}`);
  await buildIfStale();
  const { main } = await import(program);
  const withSandbox = usesSandbox(process.env);
  const environment = withSandbox ? sandboxEnvironment(process.env) : process.env;
  const beside = withSandbox && mode === 'app' ? { beside: () => startSandboxProcess(environment) } : {};
  process.exitCode = await main({ environment, args, ...beside });
  // The job queue's library keeps a timer for minutes after each job, also when it has been stopped.
  process.stdout.write('', () => process.exit());
}
