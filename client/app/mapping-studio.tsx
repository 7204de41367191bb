import type { ReactNode } from 'react';
import { MappingSection } from '../features/mapping/mapping-section.tsx';
import type { MappingSlots } from '../features/mapping/mapping-slots.ts';

type Props = {
  canChange: boolean;
  /** Pipedrive's id of the person looking, to say "you" instead of a number. */
  you: number | null;
  /** Why calculated values cannot be used, in words; null when they can. */
  calculatedGate: string | null;
  explain: (error: Error, retry: () => void) => ReactNode;
};

/** The screens of other features that open inside the mapping. */
const slots: MappingSlots = { preview: null, calculated: null };

/** The mapping with everything that opens inside it. */
export function MappingStudio(props: Props) {
  return <MappingSection {...props} slots={slots} />;
}
