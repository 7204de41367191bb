import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../platform/errors.ts';
import type { DatabaseServer } from './database-server.ts';
import { ping } from './ping.ts';

const note = z.object({ uri: z.string(), name: z.string(), ownerPid: z.number(), group: z.number() });

/**
 * Leaves word in the data folder which embedded server is running, so that a second process (a worker, the
 * catalogue command) uses it instead of starting another on the same files.
 */
export function announceServer(folder: string, server: DatabaseServer): DatabaseServer {
  const file = join(folder, 'running.json');
  writeFileSync(
    file,
    JSON.stringify({ uri: server.uri, name: server.name, ownerPid: process.pid, group: server.group ?? 0 }),
  );
  return {
    ...server,
    async stop() {
      rmSync(file, { force: true });
      await server.stop();
    },
  };
}

/**
 * The embedded server another process of ours keeps running on this folder, or null.
 * @throws AppError `database_silent` when it belongs to a living process and does not answer.
 */
export async function findRunningServer(folder: string): Promise<DatabaseServer | null> {
  const file = join(folder, 'running.json');
  if (!existsSync(file)) return null;
  const parsed = note.safeParse(readJson(file));
  if (!parsed.success) return null;
  const { uri, name, ownerPid, group } = parsed.data;
  // While its owner lives, nobody else may open the files, however slowly it answers.
  for (let tries = 0; isAlive(ownerPid); tries++) {
    if (await ping(uri, 1000)) return { uri, name, stop: async () => undefined };
    if (tries === 30) throw silentServer(ownerPid);
  }
  // The owner was killed: its server is just ending and still holds the files.
  for (let tries = 0; tries < 600 && (group === 0 ? await ping(uri, 200) : isAlive(-group)); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return null;
}

function silentServer(pid: number): AppError {
  return new AppError({
    code: 'database_silent',
    status: 500,
    message: `Process ${pid} keeps the embedded database of this DATA_DIR, but the database does not answer. End that process and start again.`,
  });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
