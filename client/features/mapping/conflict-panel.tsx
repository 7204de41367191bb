import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { MappingView } from '../../../server/mapping/mapping.contract.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { userWords } from '../../ui/user-words.ts';
import classes from './conflict-panel.module.css';
import type { Conflict } from './rebase-draft.ts';
import { type Difference, differences } from './setting-words.ts';
import { valueDifferences } from './value-differences.ts';

type Props = {
  view: MappingView;
  conflicts: readonly Conflict[];
  you: number | null;
  /** Gets the rows to take as the other one saved them; all others stay as changed here. */
  onDecide: (theirs: readonly Conflict[]) => void;
};

/**
 * Somebody else saved while we edited: who and when, and where both changed the same, both versions to choose from.
 * It stands in the page and not above it: a frame as high as its content has no middle of the screen.
 */
export function ConflictPanel({ view, conflicts, you, onDecide }: Props) {
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const { savedBy } = view;
  const choose = (id: string, take: boolean) =>
    setTheirs((before) => new Set([...before].filter((other) => other !== id).concat(take ? [id] : [])));
  return (
    <div role="dialog" aria-labelledby="conflict-title" className={classes['panel']}>
      <h3 id="conflict-title" ref={title} tabIndex={-1} className={classes['title']}>
        Somebody saved while you were editing
      </h3>
      <p className={classes['words']}>
        {savedBy ? (
          <>
            Saved by {userWords(savedBy.userId, you)} <RelativeTime at={savedBy.at} />.{' '}
          </>
        ) : null}
        {conflicts.length === 0
          ? 'They changed other rows than you. Your changes are kept, look at them once more and save.'
          : 'Where both of you changed the same row, choose whose settings to keep. Nothing is saved yet.'}
      </p>
      {conflicts.map((conflict) => (
        <fieldset key={conflict.id} className={classes['conflict']}>
          <legend className={classes['label']}>
            {conflict.label}
            {conflict.kind === 'row' && conflict.objectType === 'person' ? ' (people)' : null}
          </legend>
          {(['mine', 'theirs'] as const).map((whose) => (
            <label key={whose} className={classes['choice']}>
              <input
                type="radio"
                name={conflict.id}
                checked={theirs.has(conflict.id) === (whose === 'theirs')}
                onChange={() => choose(conflict.id, whose === 'theirs')}
              />
              <span>
                <b>{whose === 'mine' ? 'Yours' : 'Theirs, saved now'}</b>
                {differencesOf(view, conflict).map((difference) => (
                  <span key={difference.what} className={classes['setting']}>
                    {difference.what}: {difference[whose]}
                  </span>
                ))}
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      <div className={classes['actions']}>
        {conflicts.length > 1 ? (
          <>
            <Button size="xs" variant="default" onClick={() => setTheirs(new Set())}>
              All mine
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => setTheirs(new Set(conflicts.map(({ id }) => id)))}
            >
              All theirs
            </Button>
          </>
        ) : null}
        <Button size="xs" onClick={() => onDecide(conflicts.filter(({ id }) => theirs.has(id)))}>
          {conflicts.length === 0 ? 'Go on' : 'Use this choice'}
        </Button>
      </div>
    </div>
  );
}

function differencesOf(view: MappingView, conflict: Conflict): Difference[] {
  if (conflict.kind === 'row') {
    const targets = new Map(view[conflict.objectType].targets.map((target) => [target.code, target]));
    return differences(conflict.theirs, conflict.mine, targets);
  }
  return valueDifferences(conflict.theirs, conflict.mine);
}
