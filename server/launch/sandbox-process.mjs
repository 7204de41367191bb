import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Starts the pretend Pipedrive in a process of its own. It ends when its standard input closes, so it also goes
 * when this process is killed; its own group keeps Ctrl-C from ending it before the app has finished with it.
 * @param {Record<string, string | undefined>} environment
 * @returns {Promise<{ url: string, environment: Record<string, string>, stop(): Promise<void> }>}
 */
export async function startSandboxProcess(environment) {
  const program = fileURLToPath(new URL('../../dist/sandbox/main.js', import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const ready = await Promise.race([firstLine(child.stdout), ended.then(() => null)]);
  if (ready === null) throw new Error('The sandbox did not start. Is its port (SANDBOX_PORT) taken?');
  const { sandbox } = JSON.parse(ready);
  return {
    url: sandbox.url,
    environment: { PIPEDRIVE_CLIENT_ID: sandbox.clientId, PIPEDRIVE_CLIENT_SECRET: sandbox.clientSecret },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/** @param {import('node:stream').Readable} stream @returns {Promise<string | null>} */
function firstLine(stream) {
  return new Promise((resolve) => {
    const lines = createInterface({ input: stream });
    lines.once('line', resolve);
    lines.once('close', () => resolve(null));
  });
}
