import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = [
  'client',
  'server',
  'manifest',
  'test/sandbox',
  'test/bench',
  'test/support',
  'vite.config.ts',
  'package-lock.json',
];
const stamp = join(root, 'dist', '.built');

/** Builds client and server into `dist/` unless the last build is newer than every source. */
export async function buildIfStale() {
  const built = modified(stamp);
  if (sources.every((source) => newest(join(root, source)) < built)) return;
  const startedAt = new Date();
  process.stderr.write('Building …\n');
  const mode = process.env['NODE_ENV'];
  // A test runner says `test`, which would bundle React's development version.
  process.env['NODE_ENV'] = 'production';
  try {
    const { createBuilder } = await import('vite');
    const builder = await createBuilder({
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'error',
      mode: 'production',
    });
    // Chunks carry a hash in their name: those of older builds would pile up.
    rmSync(join(root, 'dist', 'chunks'), { recursive: true, force: true });
    await builder.buildApp();
  } finally {
    if (mode === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = mode;
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  // The stamp carries the time the build began: what was saved meanwhile counts as newer.
  writeFileSync(stamp, startedAt.toISOString());
}

/** @param {string} path @returns {number} milliseconds, 0 when there is no such file */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** @param {string} path @returns {number} time of the newest file at or below `path` */
function newest(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  return readdirSync(path).reduce((time, name) => Math.max(time, newest(join(path, name))), 0);
}
