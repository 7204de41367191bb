import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import type { RunActions } from '../../ui/run-progress.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './activity.module.css';
import { DeadLetters } from './dead-letters.tsx';
import { NeedsPerson } from './needs-person.tsx';
import { RunEntry } from './run-entry.tsx';

type Props = {
  /** Newest first. */
  runs: RunView[];
  /** The viewer's own id. */
  you: number | null;
  mayChange: boolean;
  /** What may be done about a run under way; null for somebody who may not. */
  actionsFor: (run: RunView) => RunActions | null;
  /** Name of a source, for people. */
  labelOf: (source: string) => string;
  /** Name of what fills a Pipedrive field, by the field's code. */
  fieldOf: (code: string) => string;
  explain: (error: Error, retry: () => void) => ReactNode;
  /** What takes a finished run back; null where it cannot be. */
  undo: (run: RunView) => ReactNode;
};

/** What bulk work did and does, run by run, and which records it has given up. */
export function ActivitySection({ runs, ...shared }: Props) {
  return (
    <Section
      id="activity"
      title="Activity"
      description="The latest runs. What became of single organizations is kept for 30 days, without any value."
    >
      <Stack gap="lg">
        {runs.length === 0 ? (
          <span>Nothing has run yet.</span>
        ) : (
          <ul className={classes['runs']}>
            {runs.map((run) => (
              <RunEntry key={run.id} run={run} {...shared} />
            ))}
          </ul>
        )}
        <NeedsPerson explain={shared.explain} />
        <DeadLetters mayChange={shared.mayChange} explain={shared.explain} />
      </Stack>
    </Section>
  );
}
