import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import IconMathFunctionOff from '@tabler/icons-react/dist/esm/icons/IconMathFunctionOff.mjs';
import { useState } from 'react';
import { z } from 'zod';
import { useSettings } from '../features/connection/queries.ts';
import { useMapping } from '../features/expressions/queries.ts';
import { ValueWindow } from '../features/expressions/value-window.tsx';
import { useHost, useModalSize } from '../host/use-host.tsx';
import { StateCard } from '../ui/state-card.tsx';
import classes from './calculated-values-app.module.css';
import { ErrorBoundary } from './error-boundary.tsx';
import { LoadError } from './load-error.tsx';

/** The modal in which one calculated value is written with more room than the settings page has. */
export function CalculatedValuesApp({ search }: { search: string }) {
  useModalSize(1200, 900);
  return (
    <main className={classes['page']}>
      <VisuallyHidden component="h1">Calculated values</VisuallyHidden>
      <ErrorBoundary>
        <View name={nameFrom(search)} />
      </ErrorBoundary>
    </main>
  );
}

function View({ name }: { name: string | null }) {
  const settings = useSettings();
  const mapping = useMapping();
  const failed = settings.error ?? mapping.error;
  if (failed && !(settings.data && mapping.data))
    return (
      <LoadError
        error={failed}
        retrying={settings.isFetching || mapping.isFetching}
        onRetry={() => {
          if (settings.error) void settings.refetch();
          if (mapping.error) void mapping.refetch();
        }}
      />
    );
  if (!settings.data || !mapping.data)
    return <Skeleton h={520} role="status" aria-busy="true" aria-label="Loading" />;
  return <Found view={mapping.data} name={name} canChange={settings.data.canChangeSettings} />;
}

type FoundProps = {
  view: NonNullable<ReturnType<typeof useMapping>['data']>;
  name: string | null;
  canChange: boolean;
};

function Found({ view, name, canChange }: FoundProps) {
  const { host } = useHost();
  // As it was when the window opened: when somebody deletes it meanwhile, what is written here must not be lost.
  const [value] = useState(() => view.calculated.find((one) => one.name === name));
  if (!value)
    return (
      <StateCard
        icon={IconMathFunctionOff}
        title="This calculated value is not there"
        actions={
          <Button size="xs" variant="default" onClick={() => void host.closeModal().catch(() => {})}>
            Close
          </Button>
        }
      >
        <p>Somebody may have deleted it. Open it again from the settings.</p>
      </StateCard>
    );
  return (
    <>
      <h2 className={classes['title']}>{value.label}</h2>
      <ValueWindow view={view} value={value} canChange={canChange} />
    </>
  );
}

const modalData = z.object({ name: z.string() });

/** Name of the calculated value, as the settings page gave it to the modal; null when the address names none. */
function nameFrom(search: string): string | null {
  try {
    return modalData.parse(JSON.parse(new URLSearchParams(search).get('data') ?? '')).name;
  } catch {
    return null;
  }
}
