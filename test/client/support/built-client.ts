import { join } from 'node:path';
import { ensureBuilt } from '../../support/built.ts';

/**
 * The client as it is shipped: only the built bundle shows what a bundler does to the SDK's default export.
 * @returns the folder with `panel.html` and `settings.html`
 */
export async function builtClient(): Promise<string> {
  await ensureBuilt();
  return join(import.meta.dirname, '../../../dist/client');
}
