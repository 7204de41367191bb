import { Stack } from '@mantine/core';
import type { StoreView } from '../../server/catalog/catalog.contract.ts';
import type { PanelView } from '../../server/enrichment/enrichment.contract.ts';
import { EnrichmentStatus } from '../features/enrichment/enrichment-status.tsx';
import { Excluded } from '../features/enrichment/excluded.tsx';
import { RecordHistory } from '../features/enrichment/record-history.tsx';
import type { useRecordActions } from '../features/enrichment/use-record-actions.ts';
import { KeyNumbers } from '../features/store/key-numbers.tsx';
import { StoreDetails } from '../features/store/store-details.tsx';
import { StoreIdentity } from '../features/store/store-identity.tsx';
import { RecordUndo } from '../features/undo/record-undo.tsx';
import { ActionMenu } from '../ui/action-menu.tsx';

type Props = {
  store: StoreView;
  view: PanelView;
  actions: ReturnType<typeof useRecordActions>;
  /** Shows what Enrich would write. */
  onReview: () => void;
  /** Fields were given back by an undo. */
  onUndone: () => void;
};

/** A store beside its organization: who it is, whether the fields are in step, and what is known. */
export function StorePanel({ store, view, actions, onReview, onUndone }: Props) {
  const menu = [
    { label: 'Review changes', onSelect: onReview },
    { label: 'Not this store', onSelect: () => void actions.notThisStore() },
    ...(view.excluded
      ? []
      : [{ label: 'Do not enrich this organization', onSelect: () => void actions.doNotEnrich() }]),
  ];
  return (
    <Stack gap="md">
      <StoreIdentity
        store={store}
        menu={<ActionMenu label="More actions" actions={menu} disabled={actions.deciding} />}
      />
      {view.excluded ? (
        <Excluded busy={actions.deciding} onEnrichAgain={actions.enrichAgain} />
      ) : (
        <EnrichmentStatus
          enrichment={view.enrichment}
          canEnrich={view.canEnrich}
          busy={actions.enriching || view.enrichment.state === 'working'}
          onEnrich={actions.enrich}
        />
      )}
      <KeyNumbers store={store} />
      <StoreDetails store={store} />
      {view.organizationId === null ? null : (
        <RecordHistory
          organizationId={view.organizationId}
          below={<RecordUndo organizationId={view.organizationId} onUndone={onUndone} />}
        />
      )}
    </Stack>
  );
}
