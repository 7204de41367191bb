import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { waitFor } from '../support/wait-for.ts';

/** A program of the launcher, running or ended. */
export type Launched = {
  child: ChildProcess;
  out(): string;
  err(): string;
  /** Exit code, or the signal's name. */
  ended: Promise<number | string | null>;
  /** Resolves once standard output has this; fails when the program ends before. */
  printed(text: string): Promise<void>;
  stop(): Promise<number | string | null>;
};

const startMs = 120_000;

/** Runs `node server/start.mjs …` with an environment that names nothing of this machine but where programs are. */
export function launch(args: string[], environment: Record<string, string>): Launched {
  const { PATH = '', HOME = '', CACHE_DIR = '', MONGOMS_SYSTEM_BINARY = '' } = process.env;
  const child = spawn(process.execPath, ['server/start.mjs', ...args], {
    env: { PATH, HOME, CACHE_DIR, MONGOMS_SYSTEM_BINARY, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text.out += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text.err += part;
  });
  const ended = once(child, 'close').then(([code, signal]): number | string | null => code ?? signal);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  return {
    child,
    out: () => text.out,
    err: () => text.err,
    ended,
    printed: async (wanted) => {
      await waitFor(`"${wanted}"`, () => text.out.includes(wanted) || over, startMs);
      if (!text.out.includes(wanted)) throw new Error(`It ended with ${await ended}:\n${text.err}`);
    },
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Takes a free port of loopback, or the given one, and holds it until closed. */
export async function holdPort(port = 0): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Ports that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => holdPort()));
  await Promise.all(held.map((each) => each.close()));
  return held.map(({ port }) => port);
}

/**
 * Ids of processes that name a folder in their command or environment: everything one start has brought to life.
 * Null where the system does not tell.
 */
export function processesNaming(folder: string): number[] | null {
  if (!existsSync('/proc/self/environ')) return null;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => ['cmdline', 'environ'].some((file) => read(join('/proc', pid, file)).includes(folder)))
    .map(Number);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // It ended meanwhile, or is somebody else's.
    return '';
  }
}
