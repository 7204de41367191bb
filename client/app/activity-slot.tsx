import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SettingsView } from '../../server/install/install.contract.ts';
import type { RunKind } from '../../server/runs/runs.contract.ts';
import { ActivitySection } from '../features/activity/activity-section.tsx';
import { useMapping } from '../features/mapping/use-mapping.ts';
import { usePreferences } from '../features/preferences/queries.ts';
import type { useRuns } from '../features/runs/queries.ts';
import { useRunActions } from '../features/runs/use-run-actions.ts';
import { UndoRun } from '../features/undo/undo-run.tsx';

/** Kinds of runs that write fields. */
const writes: ReadonlySet<RunKind> = new Set(['enrich_all', 'weekly', 'repair', 'retry']);

type Props = {
  settings: SettingsView;
  runs: ReturnType<typeof useRuns>;
  explain: (error: Error, retry: () => void) => ReactNode;
};

/** Runs and what they did, with the names the mapping gives to fields. */
export function ActivitySlot({ settings, runs, explain }: Props) {
  const mapping = useMapping().data;
  const preferences = usePreferences().data?.preferences;
  const { actionsFor } = useRunActions();
  if (runs.error && !runs.data) return explain(runs.error, () => void runs.refetch());
  if (!runs.data) return <Skeleton h={130} radius={8} aria-label="Loading" role="status" />;
  const rows = mapping?.organization.rows ?? [];
  const labels = new Map(rows.map(({ source, label }) => [source, label]));
  const fields = new Map(rows.map(({ settings, label }) => [settings.target, label]));
  return (
    <ActivitySection
      runs={runs.data}
      you={settings.connections.find(({ isYou }) => isYou)?.userId ?? null}
      mayChange={settings.canChangeSettings}
      actionsFor={(run) => actionsFor(run, settings.canChangeSettings)}
      labelOf={(source) => labels.get(source) ?? source}
      fieldOf={(code) => fields.get(code) ?? code}
      explain={explain}
      undo={(run) =>
        settings.canChangeSettings && preferences?.undo && writes.has(run.kind) && run.written > 0 ? (
          <UndoRun runId={run.id} explain={explain} />
        ) : null
      }
    />
  );
}
