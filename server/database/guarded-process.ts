import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * Runs a program that ends when we end, however we end: a shell holds a pipe to us and stops the program when
 * the pipe closes, which also happens on `kill -9`. The program has its own process group, so Ctrl-C reaches
 * us first and the database outlives our last writes.
 */
export type GuardedProcess = {
  child: ChildProcess;
  exited: Promise<void>;
  stop(): Promise<void>;
  lastOutput(): string;
};

const guard =
  'exec 3<&0; "$@" </dev/null & program=$!; (cat <&3 >/dev/null; kill -TERM $program 2>/dev/null) & wait $program';

/** Starts a program under the guard; what it prints goes to `outputFile`. */
export function startGuarded(program: string, args: string[], outputFile: string): GuardedProcess {
  const output = openSync(outputFile, 'w');
  const child = spawn('/bin/sh', ['-c', guard, 'sh', program, ...args], {
    stdio: ['pipe', output, output],
    detached: true,
  });
  closeSync(output);
  const exited = once(child, 'exit').then(() => undefined);
  exited.catch(() => undefined);
  child.stdin?.on('error', () => undefined);
  child.unref();
  return {
    child,
    exited,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      child.stdin?.end();
      await exited;
    },
    lastOutput: () => readFileSync(outputFile, 'utf8').slice(-2000),
  };
}

/** A TCP port on loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** True when nothing listens on this port of loopback. */
export async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const outcome = new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.once('listening', () => resolve(true));
  });
  server.listen(port, '127.0.0.1');
  const free = await outcome;
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}
