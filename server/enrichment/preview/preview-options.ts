import type { StoreRecord } from '../../catalog/store.ts';
import { fieldOptions } from '../../mapping/convert/convert-option.ts';
import type { EnrichmentContext } from '../enrichment-context.ts';
import { missingIn } from '../missing-options.ts';

/** New options come after those there are, also in lists, which are kept in order of these numbers. */
const firstSupposed = 2 ** 52;

/**
 * Takes the options that a write would create first for created, with numbers Pipedrive never gives, so that a plan is
 * the one made after their creation.
 * @returns their labels by those numbers
 */
export function supposeOptions(
  context: EnrichmentContext,
  stores: readonly StoreRecord[],
): ReadonlyMap<number, string> {
  const supposed = new Map<number, string>();
  for (const [code, labels] of missingIn(context, stores)) {
    const known = context.options.get(code);
    if (!known) continue;
    const added = labels.map((label) => {
      const id = firstSupposed + supposed.size;
      supposed.set(id, label);
      return { id, label };
    });
    const idByLabel = new Map([...fieldOptions(added).idByLabel, ...known.idByLabel]);
    context.options.set(code, { idByLabel });
  }
  return supposed;
}
