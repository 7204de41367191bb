import { Button, Group, Skeleton } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import { formatInteger } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import classes from './configuration.module.css';
import { PlanView } from './plan-view.tsx';
import { useRestoreVersion, useVersionPlan } from './queries.ts';

type Props = {
  version: number;
  blockedBecause: string | null;
  explain: (error: Error, retry: () => void) => ReactNode;
  onClose: () => void;
};

/** What going back to a version would change, and the button that does it. */
export function VersionPlan({ version, blockedBecause, explain, onClose }: Props) {
  const { say } = useHost();
  const plan = useVersionPlan(version);
  const restoring = useRestoreVersion();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const words = `version ${formatInteger(version)}`;
  const restore = (seen: number) =>
    restoring.mutate(
      { version, seen },
      {
        onSuccess: () => {
          say(`Went back to ${words}`);
          onClose();
        },
      },
    );
  const error = restoring.error ? toApiError(restoring.error) : null;
  return (
    <div className={classes['box']}>
      <h3 ref={title} tabIndex={-1} className={classes['title']}>
        Go back to {words}?
      </h3>
      {plan.isPending ? (
        <Skeleton h={120} aria-label="Loading" role="status" />
      ) : plan.data ? (
        <PlanView plan={plan.data} />
      ) : (
        explain(plan.error, () => void plan.refetch())
      )}
      {error ? (
        <Notice
          tone="negative"
          title="Nothing was changed"
          actions={
            error.code === 'mapping_changed' ? (
              <Button
                size="xs"
                variant="default"
                onClick={() => {
                  restoring.reset();
                  void plan.refetch();
                }}
              >
                Look again
              </Button>
            ) : null
          }
        >
          {error.message}
        </Notice>
      ) : null}
      {blockedBecause ? <span>{blockedBecause}</span> : null}
      <Group gap="sm">
        {plan.data && plan.data.changes.length > 0 ? (
          <Button
            size="xs"
            disabled={blockedBecause !== null || plan.data.problems.length > 0}
            loading={restoring.isPending}
            onClick={() => restore(plan.data.edition)}
          >
            Go back to {words}
          </Button>
        ) : null}
        <Button size="xs" variant="default" onClick={onClose}>
          Keep the present version
        </Button>
      </Group>
    </div>
  );
}
