import type { ReactNode } from 'react';
import type { SettingsView } from '../../server/install/install.contract.ts';
import { planList } from '../features/account/plan-words.ts';
import { MappingSection } from '../features/mapping/mapping-section.tsx';
import type { MappingSlots } from '../features/mapping/mapping-slots.ts';

type Props = { settings: SettingsView; explain: (error: Error, retry: () => void) => ReactNode };

/** The screens of other features that open inside the mapping. */
const slots: MappingSlots = { preview: null, calculated: null };

/** The mapping with everything that opens inside it. */
export function MappingStudio({ settings, explain }: Props) {
  const gate = settings.gates.find(({ feature }) => feature === 'calculated_values');
  return (
    <MappingSection
      canChange={settings.canChangeSettings}
      you={settings.connections.find(({ isYou }) => isYou)?.userId ?? null}
      calculatedGate={
        gate && !gate.allowed
          ? `Calculated values are part of ${planList(gate.plans)}. Your plan does not include them.`
          : null
      }
      slots={slots}
      explain={explain}
    />
  );
}
