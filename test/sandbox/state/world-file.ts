import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type World, worldVersion } from '../world.ts';

const debounceMs = 300;
/** Writing a large world takes a while and answers nothing meanwhile: at most a twentieth of the time goes into it. */
const restFactor = 20;

/** Keeps a world in one file, so that a restart goes on where it was. */
export type WorldFile = { save(): void; flush(): void };

/** The world of an earlier start, or null when there is none of this version. */
export function loadWorld(dataDir: string): World | null {
  let text: string;
  try {
    text = readFileSync(join(dataDir, 'world.json'), 'utf8');
  } catch {
    return null;
  }
  const world = JSON.parse(text) as World;
  return world.version === worldVersion ? world : null;
}

/** Writes the world shortly after each `save()`, whole and by renaming, so that a crash never leaves half a file. */
export function worldFile(world: World, dataDir: string | undefined): WorldFile {
  if (dataDir === undefined) return { save: () => {}, flush: () => {} };
  mkdirSync(dataDir, { recursive: true });
  let timer: NodeJS.Timeout | undefined;
  let tookMs = 0;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const start = performance.now();
    const path = join(dataDir, 'world.json');
    writeFileSync(`${path}.new`, JSON.stringify(world), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    tookMs = performance.now() - start;
  };
  return {
    save: () => {
      timer ??= setTimeout(flush, Math.max(debounceMs, tookMs * restFactor));
      timer.unref();
    },
    flush,
  };
}
