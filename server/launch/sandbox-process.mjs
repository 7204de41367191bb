import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Starts the pretend Pipedrive in a process of its own. It ends when its standard input closes, so it also goes
 * when this process is killed; its own group keeps Ctrl-C from ending it before the app has finished with it.
 * @param {Record<string, string | undefined>} environment
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 * @throws {Error} with code SANDBOX_NOT_STARTED and a sentence for the person
 */
export async function startSandboxProcess(environment) {
  const release = claimFolder(join(environment['DATA_DIR'] || '.data', 'sandbox'));
  const program = fileURLToPath(new URL('../../dist/sandbox/main.js', import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: { APP_URL: `http://127.0.0.1:${environment['PORT'] || '3000'}`, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ready = await Promise.race([firstLine(child.stdout), ended.then(() => null)]);
  if (ready === null) {
    release();
    throw notStarted('its port is taken. Stop the other copy or choose another SANDBOX_PORT.');
  }
  const { sandbox } = JSON.parse(ready);
  return {
    url: sandbox.url,
    async stop() {
      child.stdin.end();
      await ended;
      release();
    },
  };
}

/**
 * Two sandboxes on one folder would overwrite each other's world.
 * @param {string} folder
 * @returns {() => void} gives the folder up
 */
function claimFolder(folder) {
  const file = join(folder, 'owner');
  if (isAlive(ownerOf(file)))
    throw notStarted('another copy uses this DATA_DIR. Stop it or choose another one.');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

/** @param {string} file @returns {number} process id, 0 when nobody owns the folder */
function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} why */
function notStarted(why) {
  return Object.assign(new Error(`The sandbox did not start: ${why}`), { code: 'SANDBOX_NOT_STARTED' });
}

/** @param {import('node:stream').Readable} stream @returns {Promise<string | null>} */
function firstLine(stream) {
  return new Promise((resolve) => {
    const lines = createInterface({ input: stream });
    lines.once('line', resolve);
    lines.once('close', () => resolve(null));
  });
}
