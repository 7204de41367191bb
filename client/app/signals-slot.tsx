import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SettingsView } from '../../server/install/install.contract.ts';
import { toApiError } from '../api/api-error.ts';
import { planList } from '../features/account/plan-words.ts';
import { usePreferences, useSavePreferences } from '../features/preferences/queries.ts';
import { SignalsSection } from '../features/signals/signals-section.tsx';

type Props = { settings: SettingsView; explain: (error: Error, retry: () => void) => ReactNode };

/** Change signals, whose rules are kept with the other choices about automatic work. */
export function SignalsSlot({ settings, explain }: Props) {
  const view = usePreferences();
  const saving = useSavePreferences();
  if (view.isPending) return <Skeleton h={120} mb={16} radius={8} role="status" aria-label="Loading" />;
  if (!view.data) return explain(view.error, () => void view.refetch());
  const { version, preferences } = view.data;
  const gate = settings.gates.find(({ feature }) => feature === 'automatic_enrichment');
  const gated =
    gate && !gate.allowed ? `Part of ${planList(gate.plans)}. Your plan does not include it.` : null;
  const mayNot = settings.canChangeSettings ? null : 'Only somebody who can change settings can change this.';
  return (
    <SignalsSection
      rules={preferences.signals}
      version={version}
      automatic={preferences.automatic}
      blockedBecause={gated ?? mayNot}
      saving={saving.isPending}
      problem={saving.error && toApiError(saving.error).message}
      onSave={(signals, done) => saving.mutate({ version, change: { signals } }, { onSuccess: done })}
    />
  );
}
