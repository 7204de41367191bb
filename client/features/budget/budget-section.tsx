import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BudgetView } from '../../../server/install/budget.contract.ts';
import { Facts } from '../../ui/facts.tsx';
import { formatInteger, formatWhen } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './budget.module.css';
import { BudgetBar } from './budget-bar.tsx';
import { kindWords, laneWords, limitWords, resetWords } from './budget-words.ts';
import { useBudget } from './queries.ts';
import { ShareSlider } from './share-slider.tsx';

type Props = { canChange: boolean; explain: (error: Error, retry: () => void) => ReactNode };

/** The company's API tokens of today: ours, others', what is left, what waits, and how much the app may use. */
export function BudgetSection({ canChange, explain }: Props) {
  const budget = useBudget();
  return (
    <Section
      id="budget"
      title="API budget"
      description="Pipedrive grants your company a number of API tokens a day, which all apps share. Using Pipedrive itself costs none."
    >
      {budget.isPending ? (
        <Skeleton h={180} aria-label="Loading" role="status" />
      ) : budget.data ? (
        <Loaded budget={budget.data} canChange={canChange} />
      ) : (
        explain(budget.error, () => void budget.refetch())
      )}
    </Section>
  );
}

const lanes = ['click', 'event', 'create', 'bulk'] as const;

function Loaded({ budget, canChange }: { budget: BudgetView; canChange: boolean }) {
  const { usedByUs, allowed, usedByOthers, left, toldAt } = budget;
  const now = Date.now();
  return (
    <Stack gap="md">
      <Waiting budget={budget} now={now} />
      <BudgetBar budget={budget} />
      <Facts
        facts={[
          { label: 'This app today', value: `${formatInteger(usedByUs)} of ${formatInteger(allowed)}` },
          {
            label: 'Other apps today',
            value: usedByOthers === null ? 'Not known' : formatInteger(usedByOthers),
          },
          { label: 'Left for all apps', value: left === null ? 'Not known' : formatInteger(left) },
          { label: 'Resets', value: resetWords(budget, now) },
        ]}
      />
      {usedByUs === 0 ? (
        <p className={classes['muted']}>This app has used no tokens today.</p>
      ) : (
        <dl className={classes['lanes']} aria-label="What this app used them for">
          {lanes.map((lane) => (
            <div key={lane}>
              <dt>{laneWords[lane]}</dt>
              <dd>{formatInteger(budget.byLane[lane])}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className={classes['muted']}>
        {limitWords(budget)}
        {toldAt ? ` Last told ${formatWhen(toldAt, now)}.` : ''}
      </p>
      <ShareSlider budget={budget} canChange={canChange} />
    </Stack>
  );
}

/** What does not go on until there are tokens again. */
function Waiting({ budget, now }: { budget: BudgetView; now: number }) {
  const { exhaustedUntil, waiting, usedByUs, allowed } = budget;
  if (exhaustedUntil)
    return (
      <Notice tone="warning" title="Your company’s tokens are used up">
        Pipedrive answers no app until the reset. Work goes on by itself at {formatWhen(exhaustedUntil, now)}.
      </Notice>
    );
  if (waiting.length === 0) return null;
  const used = usedByUs >= allowed * 0.7 ? 'Today’s share is used up' : 'Few tokens are left today';
  return (
    <Notice tone="warning" title={used}>
      {waiting.map(({ kind, resumesAt }) => (
        <p key={kind}>
          {kindWords(kind)} goes on by itself
          {resumesAt ? ` at ${formatWhen(resumesAt, now)}.` : ' after the reset.'}
        </p>
      ))}
    </Notice>
  );
}
