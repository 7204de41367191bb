import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import type { Guard } from './guards.ts';

/** Plays the history of a seed, and says which promises were broken in it. */
export type Simulate = (seed: number) => Promise<{ broken: string[] }>;

/**
 * Builds the histories with one guard of the app taken away (or none), into a folder, and loads what was built.
 * @throws Error when the guard does not stand in its file exactly once
 */
export async function buildWithout(
  guard: Guard | null,
  folder: string,
  histories = 'test/write-rules/simulate.ts',
): Promise<Simulate> {
  if (guard) {
    const text = await readFile(guard.file, 'utf8');
    const places = text.split(guard.snippet).length - 1;
    if (places !== 1) throw new Error(`“${guard.name}” stands ${places} times in ${guard.file}`);
  }
  await build({
    root: resolve('.'),
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: [] },
    plugins: guard ? [without(guard)] : [],
    build: {
      ssr: resolve(histories),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { format: 'es', entryFileNames: 'simulate.mjs' } },
    },
  });
  const built: { simulate: Simulate } = await import(pathToFileURL(join(folder, 'simulate.mjs')).href);
  return built.simulate;
}

function without({ file, snippet, without: left }: Guard) {
  const path = resolve(file);
  return {
    name: 'take-away-a-guard',
    enforce: 'pre' as const,
    transform: (code: string, id: string) =>
      id.split('?')[0] === path ? code.replace(snippet, () => left) : null,
  };
}
