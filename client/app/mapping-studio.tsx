import type { ReactNode } from 'react';
import type { SettingsView } from '../../server/install/install.contract.ts';
import { planList } from '../features/account/plan-words.ts';
import { CalculatedValues } from '../features/expressions/calculated-values.tsx';
import { MappingSection } from '../features/mapping/mapping-section.tsx';
import type { MappingSlots } from '../features/mapping/mapping-slots.ts';
import { PreviewSlot } from './preview-slot.tsx';

type Props = { settings: SettingsView; explain: (error: Error, retry: () => void) => ReactNode };

/** The mapping with everything that opens inside it. */
export function MappingStudio({ settings, explain }: Props) {
  /** The screens of other features that open inside the mapping. */
  const slots: MappingSlots = {
    preview: (given) => <PreviewSlot settings={settings} given={given} explain={explain} />,
    calculated: (given) => <CalculatedValues {...given} />,
  };
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
