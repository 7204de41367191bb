import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import { calculationWords } from '../../ui/calculation-words.ts';
import { count, formatInteger } from '../../ui/format.ts';
import { noteWords } from '../../ui/note-words.ts';
import { useRunNotes } from './queries.ts';
import classes from './run-notes.module.css';

type Props = {
  run: RunView;
  /** Name of a source, for people. */
  labelOf: (source: string) => string;
};

/** Values a run cut or left out: how many and why, and when somebody asks in which organizations. */
export function RunNotes({ run, labelOf }: Props) {
  const [open, setOpen] = useState(false);
  const reasons = Object.entries(run.notes).filter(([, times]) => times > 0);
  if (reasons.length === 0) return null;
  const total = reasons.reduce((sum, [, times]) => sum + times, 0);
  return (
    <details className={classes['notes']} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{count(total, 'value')} cut or left out</summary>
      <ul>
        {reasons.map(([code, times]) => (
          <li key={code}>
            {formatInteger(times)} {noteWords(code)}
          </li>
        ))}
      </ul>
      {open ? <Records runId={run.id} total={total} labelOf={labelOf} /> : null}
    </details>
  );
}

function Records({ runId, total, labelOf }: { runId: string; total: number; labelOf: Props['labelOf'] }) {
  const { data, error, refetch } = useRunNotes(runId);
  const { host, say } = useHost();
  const show = (id: number) =>
    void host.openOrganization(id).catch((failure) => say(toApiError(failure).message));
  if (error)
    return (
      <p role="alert">
        {toApiError(error).message}{' '}
        <Button size="compact-xs" variant="default" onClick={() => void refetch()}>
          Try again
        </Button>
      </p>
    );
  if (!data) return <p role="status">Loading</p>;
  const { notes } = data;
  if (notes.length === 0) return null;
  return (
    // It scrolls, so it must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={classes['scroll']} aria-label="Values cut or left out" tabIndex={0}>
      <ul>
        {notes.map(({ organizationId, source, code, detail }) => (
          <li key={`${organizationId} ${source} ${code}`}>
            <Anchor component="button" type="button" inherit onClick={() => show(organizationId)}>
              Organization {organizationId}
            </Anchor>
            , <b>{labelOf(source)}</b>: {noteWords(code)}
            {detail ? ` (${calculationWords(detail)})` : null}
          </li>
        ))}
      </ul>
      {notes.length < total ? (
        <p>
          These are {formatInteger(notes.length)} of {formatInteger(total)}.
        </p>
      ) : null}
    </section>
  );
}
