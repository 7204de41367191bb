import { Button } from '@mantine/core';
import type { ApiError } from '../../api/api-error.ts';
import { count } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import type { DraftState } from './draft-state.ts';
import classes from './save-bar.module.css';
import { recordsWords } from './setting-words.ts';

type Props = {
  changes: number;
  state: DraftState;
  error: ApiError | null;
  saving: boolean;
  onSave: () => void;
  onDiscard: () => void;
};

/** What is not saved yet, and what the server had against it. It stays in sight while there is something to save. */
export function SaveBar({ changes, state, error, saving, onSave, onDiscard }: Props) {
  const { problems } = state;
  if (changes === 0) return null;
  return (
    <div className={classes['bar']}>
      {problems.length > 0 ? (
        <Notice
          tone="negative"
          title={`Not saved: ${count(problems.length, 'row')} cannot be saved like this`}
        >
          <ul className={classes['list']}>
            {problems.map(({ code, objectType, source, message }) => (
              <li key={`${code} ${objectType} ${source}`}>
                {labelOf(state, objectType, source)}
                {message}
              </li>
            ))}
          </ul>
        </Notice>
      ) : error ? (
        <Notice tone="negative" title="Not saved">
          {error.message}
        </Notice>
      ) : null}
      <div className={classes['row']}>
        <span role="status" className={classes['words']}>
          {count(changes, 'change')} not saved
        </span>
        <Button size="xs" variant="default" disabled={saving} onClick={onDiscard}>
          Discard
        </Button>
        <Button size="xs" loading={saving} onClick={onSave}>
          Save
        </Button>
      </div>
    </div>
  );
}

function labelOf(
  { view, changes }: DraftState,
  objectType: DraftState['problems'][number]['objectType'],
  source: string | null,
): string {
  if (source === null) return '';
  const row = view[objectType ?? 'organization'].rows.find((candidate) => candidate.source === source);
  const value = changes.calculated?.find(({ name }) => source === name || source.endsWith(`:${name}`));
  const where = objectType === 'person' ? ` (${recordsWords.person})` : '';
  return `${row?.label ?? value?.label ?? source}${where}: `;
}
