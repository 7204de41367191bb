import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale } from '../../server/launch/build-if-stale.mjs';
import { waitFor } from './wait-for.ts';

const lock = join('node_modules', '.store-leads-build');
const staleMs = 120_000;

/** Builds `dist/` when it is older than the sources; of several test files at once, one builds and the others wait. */
export async function ensureBuilt(): Promise<void> {
  await waitFor('the build of another test file', takeLock, staleMs * 2);
  try {
    await buildIfStale();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    // A test run that was killed while building leaves its lock behind.
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > staleMs) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}
