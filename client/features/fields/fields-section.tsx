import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { Section } from '../../ui/section.tsx';
import { FieldsEditor } from './fields-editor.tsx';
import { useFields } from './queries.ts';

type Props = { canChange: boolean; explain: (error: Error, retry: () => void) => ReactNode };

/** Which store data goes into which Pipedrive fields. */
export function FieldsSection({ canChange, explain }: Props) {
  const fields = useFields();
  return (
    <Section
      id="fields"
      title="Fields"
      description="The app creates fields of its own and writes to no other, so nothing that somebody typed is touched."
    >
      {fields.isPending ? (
        <Skeleton h={460} aria-label="Loading" role="status" />
      ) : fields.data ? (
        <FieldsEditor list={fields.data} canChange={canChange} />
      ) : (
        explain(fields.error, () => void fields.refetch())
      )}
    </Section>
  );
}
