import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs';
import IconCircleDashed from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs';
import type { SettingsView } from '../../server/install/install.contract.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { useMapping } from '../features/mapping/use-mapping.ts';
import { isDone } from '../ui/run-words.ts';
import classes from './first-steps.module.css';

/** Leads a first-time visitor through what has to happen once, and is gone when it has. */
export function FirstSteps({ settings, runs }: { settings: SettingsView; runs: RunView[] | undefined }) {
  const mapping = useMapping();
  if (!runs || !mapping.data) return null;
  const canEnrichAll = settings.gates.find(({ feature }) => feature === 'enrich_all')?.allowed !== false;
  const steps = [
    { id: 'website-field', title: 'Choose the website field', done: settings.websiteField !== null },
    {
      id: 'scan',
      title: 'Scan your organizations',
      done: runs.some((run) => run.kind === 'scan' && isDone(run)),
    },
    {
      id: 'mapping',
      title: 'Create fields',
      done: mapping.data.organization.rows.some(({ state }) => state === 'mapped'),
    },
    ...(canEnrichAll
      ? [
          {
            id: 'enrich-all',
            title: 'Enrich all',
            done: runs.some((run) => run.kind === 'enrich_all' && isDone(run)),
          },
        ]
      : []),
  ];
  const next = steps.findIndex(({ done }) => !done);
  if (next === -1) return null;
  return (
    <nav aria-label="First steps" className={classes['steps']}>
      <ol className={classes['list']}>
        {steps.map(({ id, title, done }, index) => (
          <li key={id} className={classes['step']} {...(index === next ? { 'aria-current': 'step' } : {})}>
            <a href={`#${id}`} className={classes['link']}>
              {done ? (
                <IconCircleCheck size={18} role="img" aria-label="Done:" className={classes['done'] ?? ''} />
              ) : (
                <IconCircleDashed size={18} aria-hidden />
              )}
              {index + 1}. {title}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
