import { Stack } from '@mantine/core';
import type { PanelView as View } from '../../server/enrichment/enrichment.contract.ts';
import { toApiError } from '../api/api-error.ts';
import { Candidates } from '../features/enrichment/candidates.tsx';
import { Excluded } from '../features/enrichment/excluded.tsx';
import { NoStore } from '../features/enrichment/no-store.tsx';
import { usePanel } from '../features/enrichment/queries.ts';
import { RecordState } from '../features/enrichment/record-state.tsx';
import { useRecordActions } from '../features/enrichment/use-record-actions.ts';
import type { PanelRecord } from '../host/surface-query.ts';
import { useHost } from '../host/use-host.tsx';
import { Notice } from '../ui/notice.tsx';
import { ActionError } from './action-error.tsx';
import { LoadError } from './load-error.tsx';
import { PanelSkeleton } from './panel-skeleton.tsx';
import { StorePanel } from './store-panel.tsx';

/** The sidebar panel of an organization, or of a person with the organization linked to it. */
export function PanelView({ record }: { record: PanelRecord }) {
  const panel = usePanel(record);
  const again = () => void panel.refetch();
  if (panel.isPending) return <PanelSkeleton />;
  if (!panel.data) return <LoadError error={panel.error} retrying={panel.isFetching} onRetry={again} />;
  return <Loaded record={record} view={panel.data} checking={panel.isRefetching} onCheckAgain={again} />;
}

type Props = { record: PanelRecord; view: View; checking: boolean; onCheckAgain: () => void };

function Loaded({ record, view, checking, onCheckAgain }: Props) {
  const actions = useRecordActions(record, view);
  const { host, say, unsaid } = useHost();
  const fail = (error: unknown) => say(toApiError(error).message);
  const review = async () => {
    const data = { resource: 'organization', ids: String(view.organizationId) };
    await host.openModal('Review changes', data).then(onCheckAgain, fail);
  };
  return (
    <Stack gap="md">
      {content()}
      {actions.error ? <ActionError error={actions.error} /> : null}
      {unsaid ? <Notice tone="info" title={unsaid} /> : null}
    </Stack>
  );

  function content() {
    if (view.recordState !== 'ok')
      return <RecordState state={view.recordState} busy={checking} onCheckAgain={onCheckAgain} />;
    if (view.store)
      return (
        <StorePanel
          store={view.store}
          view={view}
          actions={actions}
          onReview={() => void review()}
          onUndone={onCheckAgain}
        />
      );
    if (view.excluded) return <Excluded busy={actions.deciding} onEnrichAgain={actions.enrichAgain} />;
    if (view.noStoreReason === 'ambiguous')
      return (
        <Candidates stores={view.candidates} busyWith={actions.choosing} onChoose={actions.chooseStore} />
      );
    return (
      <NoStore
        reason={view.noStoreReason ?? 'no_match'}
        website={view.website}
        busy={checking || actions.deciding}
        onCheckAgain={onCheckAgain}
        onLookAgain={actions.enrichAgain}
        onOpenSettings={() => void host.openSettings().catch(fail)}
      />
    );
  }
}
