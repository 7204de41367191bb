import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SettingsView } from '../../server/install/install.contract.ts';
import { toApiError } from '../api/api-error.ts';
import { planList } from '../features/account/plan-words.ts';
import { AutomaticSection } from '../features/automatic/automatic-section.tsx';
import { usePreferences, useSavePreferences } from '../features/preferences/queries.ts';
import type { useRuns } from '../features/runs/queries.ts';
import { useRunActions } from '../features/runs/use-run-actions.ts';

type Props = {
  settings: SettingsView;
  runs: ReturnType<typeof useRuns>;
  explain: (error: Error, retry: () => void) => ReactNode;
};

/** Automatic updates, with what was chosen about them and the run that brings the present release. */
export function AutomaticSlot({ settings, runs, explain }: Props) {
  const preferences = usePreferences();
  const saving = useSavePreferences();
  const { actionsFor } = useRunActions();
  if (preferences.isPending) return <Skeleton h={150} radius={8} aria-label="Loading" role="status" />;
  if (!preferences.data) return explain(preferences.error, () => void preferences.refetch());
  const { version, preferences: chosen } = preferences.data;
  const run = runs.data?.find(({ kind }) => kind === 'weekly') ?? null;
  const gate = settings.gates.find(({ feature }) => feature === 'automatic_enrichment');
  const gated =
    gate && !gate.allowed ? `Part of ${planList(gate.plans)}. Your plan does not include it.` : null;
  const mayNot = settings.canChangeSettings ? null : 'Only somebody who can change settings can change this.';

  return (
    <AutomaticSection
      chosen={chosen}
      blockedBecause={gated ?? mayNot}
      saving={saving.isPending}
      saveError={saving.error ? toApiError(saving.error) : null}
      onChange={(change) => saving.mutate({ version, change })}
      run={run}
      actions={run && actionsFor(run, settings.canChangeSettings)}
      explain={explain}
    />
  );
}
