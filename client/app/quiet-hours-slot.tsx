import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { toApiError } from '../api/api-error.ts';
import { usePreferences, useSavePreferences } from '../features/preferences/queries.ts';
import { QuietHoursSection } from '../features/quiet-hours/quiet-hours-section.tsx';

type Props = { canChange: boolean; explain: (error: Error, retry: () => void) => ReactNode };

/** Quiet hours, which are kept with the other choices about automatic work. */
export function QuietHoursSlot({ canChange, explain }: Props) {
  const view = usePreferences();
  const saving = useSavePreferences();
  if (view.isPending) return <Skeleton h={90} mb={16} radius={8} role="status" aria-label="Loading" />;
  if (!view.data) return explain(view.error, () => void view.refetch());
  const { version, preferences } = view.data;
  return (
    <QuietHoursSection
      quietHours={preferences.quietHours}
      canChange={canChange}
      saving={saving.isPending}
      problem={saving.error && toApiError(saving.error).message}
      onSave={(quietHours, done) => saving.mutate({ version, change: { quietHours } }, { onSuccess: done })}
    />
  );
}
