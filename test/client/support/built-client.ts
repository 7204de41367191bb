import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBuilder } from 'vite';
import { afterAll, vi } from 'vitest';

/**
 * Builds the client as it is shipped, in a folder of its own that is removed after the test file.
 * Only the built bundle shows what a bundler does to the SDK's default export.
 * @returns the folder with `panel.html` and `settings.html`
 */
export async function builtClient(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'store-leads-client-'));
  afterAll(() => rm(outDir, { recursive: true, force: true }));
  // Vitest says `test`, which would build React's development version.
  vi.stubEnv('NODE_ENV', 'production');
  const builder = await createBuilder({
    configFile: fileURLToPath(new URL('../../../vite.config.ts', import.meta.url)),
    logLevel: 'error',
    mode: 'production',
    environments: { client: { build: { outDir, emptyOutDir: false } } },
  });
  const { client } = builder.environments;
  if (!client) throw new Error('vite.config.ts has no client environment.');
  await builder.build(client);
  vi.unstubAllEnvs();
  return outDir;
}
