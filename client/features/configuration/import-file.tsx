import { Button, Group } from '@mantine/core';
import { useId, useState } from 'react';
import {
  type ImportPlan,
  longestFile,
} from '../../../server/mapping/configuration/configuration.contract.ts';
import { type ApiError, toApiError } from '../../api/api-error.ts';
import { useHost } from '../../host/use-host.tsx';
import { count } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import classes from './configuration.module.css';
import { PlanView } from './plan-view.tsx';
import { useApplyFile, useCheckFile } from './queries.ts';

type Props = { blockedBecause: string | null; onClose: () => void };

/** Takes a file, shows what it would change, and applies it when asked to. */
export function ImportFile({ blockedBecause, onClose }: Props) {
  const id = useId();
  const { say } = useHost();
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const checking = useCheckFile();
  const applying = useApplyFile();
  const plan = checking.data;

  const take = async (chosen: File | undefined) => {
    checking.reset();
    applying.reset();
    setUnreadable(null);
    setFile(null);
    if (!chosen) return;
    const text = await chosen.text().catch(() => null);
    if (text === null) setUnreadable('The browser could not read this file. Choose it again.');
    else if (text.length > longestFile)
      setUnreadable('This file is too large for a configuration. Choose one that was exported here.');
    else {
      setFile({ name: chosen.name, text });
      checking.mutate(text);
    }
  };
  const apply = (text: string, { edition }: ImportPlan) =>
    applying.mutate(
      { text, edition },
      {
        onSuccess: () => {
          say('Configuration applied');
          onClose();
        },
      },
    );

  return (
    <div className={classes['box']}>
      <label htmlFor={id}>
        Choose a configuration file. You see what it changes before anything is saved.
      </label>
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        onChange={({ currentTarget }) => void take(currentTarget.files?.[0])}
      />
      {unreadable ? (
        <Notice tone="negative" title="This file cannot be used">
          <p>{unreadable} Nothing was changed.</p>
        </Notice>
      ) : null}
      {checking.isPending ? <span role="status">Checking {file?.name}</span> : null}
      {checking.error ? (
        <Refusal title="This file cannot be used" error={toApiError(checking.error)} />
      ) : null}
      {applying.error ? (
        <Refusal
          title="The file was not applied"
          error={toApiError(applying.error)}
          onAgain={() => {
            applying.reset();
            if (file) checking.mutate(file.text);
          }}
        />
      ) : null}
      {plan ? <PlanView plan={plan} /> : null}
      {blockedBecause && plan ? <span>{blockedBecause}</span> : null}
      <Group gap="sm">
        {plan && file && plan.changes.length > 0 ? (
          <Button
            size="xs"
            disabled={plan.problems.length > 0 || blockedBecause !== null}
            loading={applying.isPending}
            onClick={() => apply(file.text, plan)}
          >
            Apply {count(plan.changes.length, 'change')}
          </Button>
        ) : null}
        <Button size="xs" variant="default" onClick={onClose}>
          {plan ? 'Not now' : 'Close'}
        </Button>
      </Group>
    </div>
  );
}

/** Why a file was refused, with the place in it where the server names one. */
function Refusal({ title, error, onAgain }: { title: string; error: ApiError; onAgain?: () => void }) {
  const { place } = error.details ?? {};
  return (
    <Notice
      tone="negative"
      title={title}
      actions={
        onAgain && error.code === 'mapping_changed' ? (
          <Button size="xs" variant="default" onClick={onAgain}>
            Check the file again
          </Button>
        ) : null
      }
    >
      <p>{error.message}</p>
      {typeof place === 'string' && !error.message.includes(place) ? <p>Place in the file: {place}</p> : null}
    </Notice>
  );
}
