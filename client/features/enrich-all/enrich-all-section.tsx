import { Button, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { formatInteger } from '../../ui/format.ts';
import { type RunActions, RunProgress } from '../../ui/run-progress.tsx';
import { failures, isUnderWay } from '../../ui/run-words.ts';
import { Section } from '../../ui/section.tsx';
import { EnrichAllEstimate } from './enrich-all-estimate.tsx';
import { EnrichAllResult } from './enrich-all-result.tsx';

type Props = {
  run: RunView | null;
  /** Why it cannot be started, in words; null when it can. */
  blockedBecause: string | null;
  actions: RunActions | null;
  /** What the last run cut or left out. */
  notes: ReactNode;
  explain: (error: Error, retry: () => void) => ReactNode;
};

/** Fills the fields of every matched organization: what it takes first, then progress, then the result. */
export function EnrichAllSection({ run, blockedBecause, actions, notes, explain }: Props) {
  const [considering, setConsidering] = useState(false);
  const running = run !== null && isUnderWay(run);
  const content = running ? (
    <RunProgress
      run={run}
      label="Enrich all"
      counters={`${formatInteger(run.written)} updated, ${formatInteger(run.unchanged)} in step, ${formatInteger(failures(run))} failed`}
      actions={actions}
    />
  ) : considering ? (
    <EnrichAllEstimate explain={explain} onClose={() => setConsidering(false)} />
  ) : run ? (
    <EnrichAllResult run={run} notes={notes} />
  ) : null;
  return (
    <Section
      id="enrich-all"
      title="Enrich all organizations"
      description="Fills the fields of every organization that matched a store. Only values that differ are written."
      aside={
        running || considering ? null : (
          <Button
            size="xs"
            variant={run ? 'default' : 'filled'}
            disabled={blockedBecause !== null}
            onClick={() => setConsidering(true)}
          >
            {run ? 'Enrich all again' : 'Enrich all'}
          </Button>
        )
      }
    >
      {blockedBecause || content ? (
        <Stack gap="md">
          {blockedBecause ? <span>{blockedBecause}</span> : null}
          {content}
        </Stack>
      ) : null}
    </Section>
  );
}
