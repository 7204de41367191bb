import { Progress, Stack } from '@mantine/core';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs';
import type { SettingsView } from '../../../server/install/install.contract.ts';
import { formatInteger, formatWhen } from '../../ui/format.ts';
import { platformName } from '../../ui/proper-names.ts';
import { Section } from '../../ui/section.tsx';
import classes from './account-section.module.css';
import { featureWords, planList, planWords } from './plan-words.ts';

/** What the account's plan includes, and how many of today's API tokens the app may use and has used. */
export function AccountSection({ settings }: { settings: SettingsView }) {
  const scope = settings.platformScope;
  return (
    <Section
      id="account"
      title="Plan and API tokens"
      description={`${planWords(settings.plan)} plan${scope ? `, stores on ${new Intl.ListFormat('en').format(scope.map(platformName))}` : ', stores on every platform'}`}
    >
      <Stack gap="lg">
        <Budget budget={settings.budget} />
        <ul className={classes['gates']}>
          {settings.gates.map(({ feature, allowed, plans }) => (
            <li key={feature} data-allowed={allowed}>
              {allowed ? (
                <IconCheck size={16} aria-label="Included:" role="img" />
              ) : (
                <IconLock size={16} aria-label="Not included:" role="img" />
              )}
              <span>
                {featureWords(feature)}
                {allowed ? null : <span className={classes['plans']}> in {planList(plans)}</span>}
              </span>
            </li>
          ))}
        </ul>
      </Stack>
    </Section>
  );
}

function Budget({ budget }: Pick<SettingsView, 'budget'>) {
  const { allowedToday, usedByUsToday, dailyLimit, sharePercent, resetsAt } = budget;
  const used = formatInteger(usedByUsToday);
  return (
    <div>
      <div className={classes['row']}>
        <span>
          <b>{used}</b>{' '}
          {allowedToday === null
            ? 'API tokens used today'
            : `of ${formatInteger(allowedToday)} API tokens used today`}
        </span>
        <span className={classes['muted']}>Resets at {formatWhen(resetsAt, Date.now())}</span>
      </div>
      {allowedToday ? (
        <Progress.Root size="sm" mt={6}>
          <Progress.Section
            value={Math.min(100, (usedByUsToday / allowedToday) * 100)}
            aria-label="API tokens used today"
          />
        </Progress.Root>
      ) : null}
      <p className={classes['muted']}>
        The app uses at most {sharePercent}% of what Pipedrive grants your company
        {dailyLimit === null
          ? ', once Pipedrive has told how many that are.'
          : ` (${formatInteger(dailyLimit)} a day).`}
      </p>
    </div>
  );
}
