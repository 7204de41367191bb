import type { ReactNode } from 'react';
import type { SettingsView } from '../../server/install/install.contract.ts';
import { ConfigurationSection } from '../features/configuration/configuration-section.tsx';
import { countChanges } from '../features/mapping/draft.ts';
import { useMappingDraft } from '../features/mapping/use-mapping-draft.tsx';

type Props = { settings: SettingsView; explain: (error: Error, retry: () => void) => ReactNode };

/** Versions and file, which wait while the mapping has unsaved changes. */
export function ConfigurationSlot({ settings, explain }: Props) {
  const { state } = useMappingDraft();
  return (
    <ConfigurationSection
      saved={state?.view ?? null}
      you={settings.connections.find(({ isYou }) => isYou)?.userId ?? null}
      canChange={settings.canChangeSettings}
      unsaved={state !== null && countChanges(state.changes) > 0}
      explain={explain}
    />
  );
}
