import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Preferences, ReleaseOrder } from '../../../server/install/preferences.contract.ts';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { Choice, type Option } from '../../ui/choice.tsx';
import { formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import type { RunActions } from '../../ui/run-progress.tsx';
import { Section } from '../../ui/section.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import classes from './automatic-section.module.css';
import { useCurrentRelease } from './queries.ts';
import { WeeklyRun } from './weekly-run.tsx';

type Props = {
  chosen: Pick<Preferences, 'automatic' | 'order'>;
  /** Why nothing can be changed here, in words; null when it can. */
  blockedBecause: string | null;
  saving: boolean;
  saveError: Error | null;
  onChange: (change: Partial<Preferences>) => void;
  /** The latest run that brought a release; null when there was none. */
  run: RunView | null;
  /** What may be done about that run; null for somebody who may not. */
  actions: RunActions | null;
  explain: (error: Error, retry: () => void) => ReactNode;
};

const orders: readonly Option<ReleaseOrder>[] = [
  { value: 'rank', label: 'Best ranked stores' },
  { value: 'most_changed', label: 'Most changed stores' },
  { value: 'longest_waiting', label: 'Longest not updated' },
];

/** Whether every release is brought to the organizations by itself, in which order, and how far the last one is. */
export function AutomaticSection(props: Props) {
  const { chosen, blockedBecause, saving, saveError, onChange } = props;
  const disabled = blockedBecause !== null || saving;
  return (
    <Section
      id="automatic"
      title="Automatic updates"
      description="Every release of store data is brought to the organizations whose store has changed. Only values that differ are written."
    >
      <Stack gap="md">
        <div className={classes['row']}>
          <Toggle
            label="Update organizations automatically"
            checked={chosen.automatic}
            disabled={disabled}
            onChange={(automatic) => onChange({ automatic })}
          />
          <span>
            <b aria-hidden>Update organizations automatically</b>
            {chosen.automatic ? null : ' While this is off, only buttons write.'}
          </span>
        </div>
        {blockedBecause ? <span>{blockedBecause}</span> : null}
        <div className={classes['row']}>
          <span aria-hidden>First</span>
          <Choice
            label="Which organizations are updated first"
            options={orders}
            value={chosen.order}
            disabled={disabled}
            onChange={(order) => onChange({ order })}
          />
        </div>
        {saveError ? (
          <Notice tone="negative" title="Not saved">
            {saveError.message}
          </Notice>
        ) : null}
        <Release explain={props.explain} />
        {props.run ? <WeeklyRun run={props.run} actions={props.actions} /> : null}
      </Stack>
    </Section>
  );
}

function Release({ explain }: Pick<Props, 'explain'>) {
  const release = useCurrentRelease();
  if (release.isPending) return <Skeleton h={20} aria-label="Loading" role="status" />;
  if (release.data === undefined) return explain(release.error, () => void release.refetch());
  return (
    <p className={classes['muted']}>
      {release.data ? (
        <>
          Store data: release {formatInteger(release.data.number)}, published{' '}
          <RelativeTime at={release.data.publishedAt} />
        </>
      ) : (
        'No release of store data yet.'
      )}
    </p>
  );
}
