import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SettingsView } from '../../server/install/install.contract.ts';
import { toApiError } from '../api/api-error.ts';
import { planList } from '../features/account/plan-words.ts';
import { usePreferences, useSavePreferences } from '../features/preferences/queries.ts';
import { UndoSection } from '../features/undo/undo-section.tsx';

type Props = { settings: SettingsView; explain: (error: Error, retry: () => void) => ReactNode };

/** Whether replaced values are kept, which is chosen with the other choices about automatic work. */
export function UndoSlot({ settings, explain }: Props) {
  const view = usePreferences();
  const saving = useSavePreferences();
  if (view.isPending) return <Skeleton h={120} radius={8} role="status" aria-label="Loading" />;
  if (!view.data) return explain(view.error, () => void view.refetch());
  const { version, preferences } = view.data;
  const gate = settings.gates.find(({ feature }) => feature === 'enrich_all');
  const gated =
    gate && !gate.allowed ? `Part of ${planList(gate.plans)}. Your plan does not include it.` : null;
  const mayNot = settings.canChangeSettings ? null : 'Only somebody who can change settings can change this.';
  return (
    <UndoSection
      on={preferences.undo}
      // Whatever the plan, what is kept can be erased.
      blockedBecause={mayNot ?? (preferences.undo ? null : gated)}
      saving={saving.isPending}
      problem={saving.error && toApiError(saving.error).message}
      onChange={(undo) => saving.mutate({ version, change: { undo } })}
    />
  );
}
