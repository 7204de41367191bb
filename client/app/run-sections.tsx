import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SettingsView } from '../../server/install/install.contract.ts';
import type { ObjectView } from '../../server/mapping/mapping.contract.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { planList } from '../features/account/plan-words.ts';
import { EnrichAllSection } from '../features/enrich-all/enrich-all-section.tsx';
import { useMapping } from '../features/mapping/use-mapping.ts';
import type { useRuns } from '../features/runs/queries.ts';
import { RunNotes } from '../features/runs/run-notes.tsx';
import { useRunActions } from '../features/runs/use-run-actions.ts';
import type { useStartScan } from '../features/scan/queries.ts';
import { ScanSection } from '../features/scan/scan-section.tsx';
import { isMoving } from '../ui/run-words.ts';
import { LoadError } from './load-error.tsx';

/** Why no field of an organization would be written, by the mapping as saved; null when some would. */
function whyNothingIsFilled({ enabled, rows }: ObjectView): string | null {
  if (!enabled) return 'Enriching organizations is turned off in the mapping.';
  const some = rows.some(
    ({ state, settings }) => state === 'mapped' && settings.enabled && settings.rule !== 'never',
  );
  return some ? null : 'Create or choose fields first: there is nothing to fill yet.';
}

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
  const { actionsFor } = useRunActions();
  const mapping = useMapping();
  if (runs.isPending) return <Skeleton h={130} radius={8} aria-label="Loading" role="status" />;
  if (!runs.data)
    return <LoadError error={runs.error} retrying={runs.isFetching} onRetry={() => void runs.refetch()} />;
  const scan = runs.data.find(({ kind }) => kind === 'scan') ?? null;
  const enrichAll = runs.data.find(({ kind }) => kind === 'enrich_all') ?? null;

  const mayNot = settings.canChangeSettings ? null : 'Only somebody who can change settings can start this.';
  const paused = settings.state === 'active' ? null : 'Paused until the connection is settled, see above.';
  const noField = settings.websiteField ? null : 'Choose the website field first.';
  const nothingToFill = mapping.data ? whyNothingIsFilled(mapping.data.organization) : null;
  const gate = settings.gates.find(({ feature }) => feature === 'enrich_all');
  const gated =
    gate && !gate.allowed ? `Part of ${planList(gate.plans)}. Your plan does not include it.` : null;
  const busyWith = (run: RunView | null, words: string) => (run && isMoving(run) ? words : null);
  const labels = new Map(mapping.data?.organization.rows.map(({ source, label }) => [source, label]));
  const notScanned = scan ? null : 'Scan first: only matched organizations are enriched.';

  return (
    <>
      <ScanSection
        scan={scan}
        blockedBecause={mayNot ?? paused ?? noField ?? busyWith(enrichAll, 'Wait until enriching is done.')}
        starting={scanning.isPending}
        startError={scanning.error}
        onStart={() => scanning.mutate()}
        actions={scan && actionsFor(scan, settings.canChangeSettings)}
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
          nothingToFill
        }
        actions={enrichAll && actionsFor(enrichAll, settings.canChangeSettings)}
        notes={
          enrichAll ? <RunNotes run={enrichAll} labelOf={(source) => labels.get(source) ?? source} /> : null
        }
        explain={(error, retry) => <LoadError error={error} retrying={false} onRetry={retry} />}
      />
    </>
  );
}
