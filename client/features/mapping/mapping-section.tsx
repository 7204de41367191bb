import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Section } from '../../ui/section.tsx';
import { MappingEditor } from './mapping-editor.tsx';
import type { MappingSlots } from './mapping-slots.ts';
import { useMappingDraft } from './use-mapping-draft.tsx';

type Props = {
  canChange: boolean;
  you: number | null;
  calculatedGate: string | null;
  slots: MappingSlots;
  explain: (error: Error, retry: () => void) => ReactNode;
};

/** Which store data goes into which Pipedrive fields. */
export function MappingSection({ explain, ...props }: Props) {
  const { state, error, refetch } = useMappingDraft();
  return (
    <Section
      id="mapping"
      title="Mapping"
      description="Which store data goes into which Pipedrive field, and when it may be written. Only fields that you create or choose here are ever written to."
    >
      {state ? (
        <MappingEditor state={state} {...props} />
      ) : error ? (
        explain(error, refetch)
      ) : (
        <Skeleton h={620} aria-label="Loading" role="status" />
      )}
    </Section>
  );
}
