import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs';
import type { SettingsView } from '../../../server/install/install.contract.ts';
import { platformName } from '../../ui/proper-names.ts';
import { Section } from '../../ui/section.tsx';
import classes from './account-section.module.css';
import { featureWords, planList, planWords } from './plan-words.ts';

/** What the account's plan includes. */
export function AccountSection({ settings }: { settings: SettingsView }) {
  const scope = settings.platformScope;
  return (
    <Section
      id="account"
      title="Plan"
      description={`${planWords(settings.plan)} plan${scope ? `, stores on ${new Intl.ListFormat('en').format(scope.map(platformName))}` : ', stores on every platform'}`}
    >
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
    </Section>
  );
}
