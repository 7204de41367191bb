import { Button, Group, Stack } from '@mantine/core';
import { useId, useState } from 'react';
import { type BudgetView, smallestShare } from '../../../server/install/budget.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { Notice } from '../../ui/notice.tsx';
import classes from './budget.module.css';
import { shareWords } from './budget-words.ts';
import { useSetShare } from './queries.ts';

/** How much of the company's tokens the app may use, with what that means in records. Saved by a button of its own. */
export function ShareSlider({ budget, canChange }: { budget: BudgetView; canChange: boolean }) {
  const { sharePercent } = budget;
  const [chosen, setChosen] = useState<number | null>(null);
  const saving = useSetShare();
  const id = useId();
  const percent = chosen ?? sharePercent;
  const changed = percent !== sharePercent;
  const save = () =>
    saving.mutate({ sharePercent: percent, from: sharePercent }, { onSettled: () => setChosen(null) });
  return (
    <Stack gap={6}>
      <div className={classes['slider']}>
        <label htmlFor={id}>This app may use</label>
        <input
          id={id}
          type="range"
          min={smallestShare}
          max={100}
          step={5}
          value={percent}
          disabled={!canChange || saving.isPending}
          aria-valuetext={`${percent}%`}
          aria-describedby={`${id}-words`}
          onChange={({ currentTarget }) => {
            saving.reset();
            setChosen(Number(currentTarget.value));
          }}
        />
        <b className={classes['percent']}>{percent}%</b>
      </div>
      <p id={`${id}-words`} className={classes['muted']}>
        {shareWords(budget, percent)}
        {canChange ? '' : ' Only somebody who can change settings can change this.'}
      </p>
      {saving.error ? (
        <Notice tone="negative" title="The share was not changed">
          {toApiError(saving.error).message}
        </Notice>
      ) : null}
      {changed ? (
        <Group gap="sm">
          <Button size="xs" loading={saving.isPending} onClick={save}>
            Save share
          </Button>
          <Button size="xs" variant="default" onClick={() => setChosen(null)}>
            Keep {sharePercent}%
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}
