import { ago, aRun, refusal } from './answers.ts';
import { preferences } from './connection-answers.ts';
import { created, enrichAll, type SettingsCase, scan } from './settings-case.ts';

const weekly = (changes: Parameters<typeof aRun>[0] = {}) =>
  aRun({
    id: 'run-9',
    kind: 'weekly',
    release: 12,
    planned: 121,
    written: 24,
    unchanged: 90,
    skipped: {},
    remaining: 7,
    tokensUsed: 120,
    ...changes,
  });

const automatic = (
  name: string,
  run: ReturnType<typeof weekly> | null,
  says: string[],
  answers: SettingsCase['answers'] = {},
): SettingsCase => ({
  name,
  runs: [...(run ? [run] : []), enrichAll(), scan()],
  mapping: created(),
  tab: 'Automatic updates',
  answers,
  says,
});

/** What the page says of updates that come by themselves. */
export const automaticCases: SettingsCase[] = [
  automatic('release never brought', null, ['Store data: release 12, published yesterday']),
  automatic('release under way', weekly({ state: 'running', secondsLeft: 90, finishedAt: null }), [
    '114 of 121 organizations',
    '2 minutes left',
    'Release 12: 24 updated, 90 in step, 0 failed',
  ]),
  automatic(
    'release waits for quiet hours',
    weekly({ state: 'paused', pauseReason: 'quiet_hours', resumesAt: ago(-7200), finishedAt: null }),
    ['These are quiet hours. It goes on by itself at'],
  ),
  automatic(
    'automatic updates off',
    weekly({ state: 'paused', pauseReason: 'automatic_off', finishedAt: null }),
    [
      'While this is off, only buttons write.',
      'Automatic work is turned off. It goes on when somebody turns it on again.',
    ],
    {
      'GET /api/preferences': { status: 200, body: preferences({ automatic: false, order: 'most_changed' }) },
    },
  ),
  automatic('release cancelled', weekly({ state: 'cancelled' }), [
    'Release 12 was cancelled',
    '120 API tokens',
  ]),
  automatic('no release yet', null, ['No release of store data yet.'], {
    'GET /api/releases/current': { status: 200, body: { release: null } },
  }),
  automatic('preferences not answered', null, ['The database does not answer. Try again in a minute.'], {
    'GET /api/preferences': refusal(
      503,
      'unavailable',
      'The database does not answer. Try again in a minute.',
      true,
    ),
  }),
];
