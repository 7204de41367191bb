import { Button, Skeleton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { formatInteger } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Tag } from '../../ui/tag.tsx';
import { userWords } from '../../ui/user-words.ts';
import classes from './configuration.module.css';
import { useVersions } from './queries.ts';
import { VersionPlan } from './version-plan.tsx';

type Props = {
  you: number | null;
  canChange: boolean;
  blockedBecause: string | null;
  explain: (error: Error, retry: () => void) => ReactNode;
};

const reasons: Record<string, string> = {
  saved: 'changed by hand',
  fields: 'fields created or taken over',
  imported: 'applied from a file',
  restored: 'went back to an earlier version',
};

/** Saved versions with who, when and why; each can be gone back to. */
export function VersionList({ you, canChange, blockedBecause, explain }: Props) {
  const versions = useVersions();
  const [chosen, setChosen] = useState<number | null>(null);
  if (versions.isPending) return <Skeleton h={90} aria-label="Loading" role="status" />;
  if (!versions.data) return explain(versions.error, () => void versions.refetch());
  if (versions.data.versions.length === 0)
    return <p className={classes['none']}>No version yet. The first is kept when the mapping is saved.</p>;
  if (chosen !== null)
    return (
      <VersionPlan
        version={chosen}
        blockedBecause={blockedBecause}
        explain={explain}
        onClose={() => setChosen(null)}
      />
    );
  return (
    <ol className={classes['versions']}>
      {versions.data.versions.map(({ edition, at, userId, reason, current }) => (
        <li key={edition} className={classes['version']}>
          <span className={classes['number']}>Version {formatInteger(edition)}</span>
          <span className={classes['who']}>
            <RelativeTime at={at} /> by {userWords(userId, you)}, {reasons[reason] ?? reason}
          </span>
          {current ? (
            <Tag tone="positive">Current</Tag>
          ) : (
            <Button size="xs" variant="default" disabled={!canChange} onClick={() => setChosen(edition)}>
              Go back to version {formatInteger(edition)}
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}
