import type { EnrichmentContext } from './enrichment-context.ts';
import type { EnrichmentDeps } from './enrichment-deps.ts';

/** Shows the entries whose field Pipedrive no longer has as broken; the context leaves them out already. */
export async function markGone(
  deps: Pick<EnrichmentDeps, 'markFieldBroken'>,
  context: EnrichmentContext,
): Promise<void> {
  for (const fieldCode of context.gone.splice(0)) {
    await deps.markFieldBroken(context.installation, { fieldCode, code: 'target_gone' });
  }
}
