import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { count, formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { type RunActions, RunProgress } from '../../ui/run-progress.tsx';
import { isUnderWay } from '../../ui/run-words.ts';
import { EverythingResult } from './everything-result.tsx';
import { useStartPreviewAll } from './queries.ts';

type Props = {
  /** The last run of this kind. */
  run: RunView | null;
  /** Why it cannot be started, in words; null when it can. */
  blockedBecause: string | null;
  /** There are changes that are not saved: the run goes by the mapping as saved. */
  unsaved: boolean;
  /** Name of a source, for people. */
  labelOf: (source: string) => string;
  /** What the run would cut or leave out. */
  notes: ReactNode;
  actionsFor: (run: RunView) => RunActions | null;
};

/** Looks at every matched organization as "Enrich all" would, and says what that would write. Nothing is written. */
export function PreviewEverything({ run, blockedBecause, unsaved, labelOf, notes, actionsFor }: Props) {
  const start = useStartPreviewAll();
  const running = run !== null && isUnderWay(run);
  return (
    <Stack gap="md">
      {unsaved ? (
        <Notice tone="info" title="This looks at the mapping as saved">
          <p>Save your changes first to see them here. A sample or a single record shows them now.</p>
        </Notice>
      ) : null}
      {start.error ? (
        <Notice tone="negative" title="The preview did not start">
          {toApiError(start.error).message}
        </Notice>
      ) : null}
      {running ? (
        <RunProgress
          run={run}
          label="Preview of everything"
          counters={`${count(run.written, 'organization')} would be written, ${formatInteger(run.unchanged)} in step`}
          actions={actionsFor(run)}
        />
      ) : (
        <>
          {run ? <EverythingResult run={run} labelOf={labelOf} notes={notes} /> : null}
          <Group gap="sm">
            <Button
              size="xs"
              variant={run ? 'default' : 'filled'}
              disabled={blockedBecause !== null}
              loading={start.isPending}
              onClick={() => start.mutate()}
            >
              {run ? 'Look again' : 'Look at everything'}
            </Button>
          </Group>
          {blockedBecause ? <span>{blockedBecause}</span> : null}
        </>
      )}
    </Stack>
  );
}
