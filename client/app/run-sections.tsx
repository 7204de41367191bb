import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SettingsView } from '../../server/install/install.contract.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { toApiError } from '../api/api-error.ts';
import { planList } from '../features/account/plan-words.ts';
import { EnrichAllSection } from '../features/enrich-all/enrich-all-section.tsx';
import { useFields } from '../features/fields/queries.ts';
import { useCancelRun, type useRuns } from '../features/runs/queries.ts';
import type { useStartScan } from '../features/scan/queries.ts';
import { ScanSection } from '../features/scan/scan-section.tsx';
import { useHost } from '../host/use-host.tsx';
import { isMoving } from '../ui/run-words.ts';
import { LoadError } from './load-error.tsx';

type Props = {
  settings: SettingsView;
  runs: ReturnType<typeof useRuns>;
  scanning: ReturnType<typeof useStartScan>;
  /** What stands between the two. */
  children: ReactNode;
};

/**
 * Scan and enrich all. The server does one run of each kind at a time; a scan changes what Enrich all goes through, so
 * here each also waits while the other moves. One that is paused, maybe for long, holds up nothing.
 */
export function RunSections({ settings, runs, scanning, children }: Props) {
  const { host, say } = useHost();
  const cancelling = useCancelRun();
  const fields = useFields();
  if (runs.isPending) return <Skeleton h={130} radius={8} aria-label="Loading" role="status" />;
  if (!runs.data)
    return <LoadError error={runs.error} retrying={runs.isFetching} onRetry={() => void runs.refetch()} />;
  const scan = runs.data.find(({ kind }) => kind === 'scan') ?? null;
  const enrichAll = runs.data.find(({ kind }) => kind === 'enrich_all') ?? null;

  const cancel = async (id: string, title: string, description: string) => {
    const fail = (error: unknown) => say(toApiError(error).message);
    try {
      const sure = await host.confirm({ title, description, okText: 'Cancel it', destructive: true });
      if (sure) cancelling.mutate(id, { onError: fail });
    } catch (error) {
      fail(error);
    }
  };

  const mayNot = settings.canChangeSettings ? null : 'Only somebody who can change settings can start this.';
  const paused = settings.state === 'active' ? null : 'Paused until the connection is settled, see above.';
  const noField = settings.websiteField ? null : 'Choose the website field first.';
  const noneCreated = fields.data && !fields.data.rows.some((row) => row.state === 'created' && row.enabled);
  const gate = settings.gates.find(({ feature }) => feature === 'enrich_all');
  const gated =
    gate && !gate.allowed ? `Part of ${planList(gate.plans)}. Your plan does not include it.` : null;
  const busyWith = (run: RunView | null, words: string) => (run && isMoving(run) ? words : null);
  const notScanned = scan ? null : 'Scan first: only matched organizations are enriched.';

  return (
    <>
      <ScanSection
        scan={scan}
        blockedBecause={mayNot ?? paused ?? noField ?? busyWith(enrichAll, 'Wait until enriching is done.')}
        starting={scanning.isPending}
        startError={scanning.error}
        cancelling={cancelling.isPending}
        onStart={() => scanning.mutate()}
        onCancel={
          mayNot || !scan
            ? null
            : () => void cancel(scan.id, 'Cancel the scan?', 'Matches found so far are kept.')
        }
      />
      {children}
      <EnrichAllSection
        run={enrichAll}
        blockedBecause={
          gated ??
          mayNot ??
          paused ??
          noField ??
          busyWith(scan, 'Wait until the scan is done.') ??
          notScanned ??
          (noneCreated ? 'Create fields first: there is nothing to fill yet.' : null)
        }
        cancelling={cancelling.isPending}
        onCancel={
          mayNot || !enrichAll
            ? null
            : () =>
                void cancel(enrichAll.id, 'Cancel enriching?', 'What has been written stays in Pipedrive.')
        }
        explain={(error, retry) => <LoadError error={error} retrying={false} onRetry={retry} />}
      />
    </>
  );
}
