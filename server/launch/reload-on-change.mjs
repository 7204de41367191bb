import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const launcher = fileURLToPath(new URL('../start.mjs', import.meta.url));

/** `npm run dev`: runs the app and starts it anew, rebuilt, whenever a source file was saved. */
export async function reloadOnChange() {
  let app = run();
  let timer = /** @type {NodeJS.Timeout | undefined} */ (undefined);
  let stopping = false;
  const restart = async () => {
    await end(app);
    if (!stopping) app = run();
  };
  const watchers = ['client', 'server', 'test/sandbox', 'manifest'].map((folder) =>
    watch(`${root}/${folder}`, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(restart, 300);
    }),
  );
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  stopping = true;
  for (const watcher of watchers) watcher.close();
  await end(app);
}

function run() {
  return spawn(process.execPath, [launcher, 'app'], { cwd: root, stdio: 'inherit', detached: true });
}

/** @param {import('node:child_process').ChildProcess} child */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
