import { Button } from '@mantine/core';
import type { UndoneRecord, UndoOfRecord, UndoWish } from '../../../server/undo/undo.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { causeWords } from '../../ui/cause-words.ts';
import { count } from '../../ui/format.ts';
import { noteWords } from '../../ui/note-words.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { reasonWords } from '../../ui/run-words.ts';
import { useUndoOfRecord, useUndoRecord } from './queries.ts';
import classes from './undo.module.css';

type Attempt = UndoOfRecord['attempts'][number];
type Props = {
  organizationId: number;
  /** Somebody's undo changed the organization. */
  onUndone: () => void;
};

/** What can be undone in an organization, whole or field by field. Nothing where nothing is kept or one may not. */
export function RecordUndo({ organizationId, onUndone }: Props) {
  const kept = useUndoOfRecord(organizationId);
  const undo = useUndoRecord(organizationId);
  const attempts = kept.data?.attempts ?? [];
  if (kept.error) return <p role="alert">{toApiError(kept.error).message}</p>;
  if (attempts.length === 0 && !undo.data) return null;
  const wish = (attempt: Attempt, source?: string) =>
    undo.mutate(wishOf(attempt, source), { onSuccess: onUndone });
  const labels = new Map(
    attempts.flatMap(({ fields }) => fields.map(({ source, label }) => [source, label] as const)),
  );
  return (
    <section aria-label="Undo">
      <h3 className={classes['title']}>Can be undone</h3>
      <ul className={classes['attempts']}>
        {attempts.map((attempt) => (
          <li key={attempt.runId ?? attempt.attemptId}>
            {causeWords(attempt)} <RelativeTime at={attempt.at} />{' '}
            <Button
              size="compact-xs"
              variant="default"
              disabled={undo.isPending}
              onClick={() => wish(attempt)}
            >
              Undo {count(attempt.fields.length, 'field')}
            </Button>
            {attempt.fields.length > 1 ? (
              <ul className={classes['fields']}>
                {attempt.fields.map(({ source, label }) => (
                  <li key={source}>
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      disabled={undo.isPending}
                      onClick={() => wish(attempt, source)}
                    >
                      Undo {label}
                    </Button>
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
      <div role="status">
        {undo.isPending ? 'Undoing' : undo.data ? <Came undone={undo.data} labels={labels} /> : null}
      </div>
      {undo.error ? <p role="alert">{toApiError(undo.error).message}</p> : null}
    </section>
  );
}

function wishOf({ runId, attemptId }: Attempt, source?: string): UndoWish {
  const only = source === undefined ? {} : { source };
  return runId === null ? { attemptId: attemptId ?? '', ...only } : { runId, ...only };
}

/** What came of it, with the fields that were left alone and why. */
function Came({ undone, labels }: { undone: UndoneRecord; labels: ReadonlyMap<string, string> }) {
  const { back, left, outcome, code } = undone;
  return (
    <>
      {back.length > 0 ? <p>{count(back.length, 'field')} given back.</p> : null}
      {left.map(({ source, reason }) => (
        <p key={source}>
          {labels.get(source) ?? source}: {noteWords(reason)}
        </p>
      ))}
      {back.length === 0 && left.length === 0 ? (
        <p>
          {outcome === 'unchanged' || code === null
            ? 'There was nothing left to undo.'
            : `${reasonWords(code)}.`}
        </p>
      ) : null}
    </>
  );
}
