import { ago, estimate } from './answers.ts';
import { created, enrichAll, notCreated, type SettingsCase, scan } from './settings-case.ts';

/** Before "Enrich all": what it would take, and what is said of that. */
const estimated = (name: string, changes: Parameters<typeof estimate>[0], says: string[]): SettingsCase => ({
  name,
  runs: [scan()],
  mapping: created(),
  press: 'Enrich all',
  answers: { 'GET /api/enrich-all/estimate': { status: 200, body: estimate(changes) } },
  says,
});

/** With fields created, as far as everything works, with what the page has to say in each case. */
export const laterCases: SettingsCase[] = [
  {
    name: 'ready',
    runs: [scan()],
    mapping: created(),
    says: ['4. Enrich all', 'Refused by Pipedrive', 'Field deleted in Pipedrive'],
  },
  {
    name: 'organizations off',
    runs: [scan()],
    mapping: { ...created(), organization: { ...created().organization, enabled: false } },
    says: ['Nothing is written while this is off.', 'Enriching organizations is turned off in the mapping.'],
  },
  {
    name: 'versions',
    runs: [scan()],
    mapping: created(),
    press: 'Versions',
    answers: {
      'GET /api/mapping/versions': {
        status: 200,
        body: {
          versions: [
            { edition: 3, at: ago(60), userId: 7, reason: 'saved', current: true },
            { edition: 2, at: ago(90_000), userId: 9001, reason: 'restored', current: false },
          ],
        },
      },
    },
    says: [
      'by you, changed by hand',
      'by User 9001, went back to an earlier version',
      'Go back to version 2',
    ],
  },
  {
    name: 'no version yet',
    runs: [scan()],
    mapping: { ...notCreated(), edition: 0, savedBy: null },
    press: 'Versions',
    answers: { 'GET /api/mapping/versions': { status: 200, body: { versions: [] } } },
    says: ['No version yet.'],
  },
  estimated('estimate', {}, ['API tokens', 'about 605', 'about 2 minutes', 'Enrich 121 organizations']),
  estimated('estimate over a day', { records: 40_000, tokens: 200_000, seconds: 260_000 }, [
    'This takes more than one day',
    'about 3 days',
  ]),
  estimated(
    'estimate blocked',
    { blocked: { code: 'no_connection', message: 'Nobody is connected for automatic work.' } },
    ['Not possible now', 'Nobody is connected'],
  ),
  estimated(
    'nothing matched yet',
    { records: 0, blocked: { code: 'nothing_to_enrich', message: 'No store is known.' } },
    ['Scan first', 'No store is known.', 'Nothing to enrich'],
  ),
  {
    name: 'enriching',
    runs: [
      enrichAll({ state: 'running', remaining: 40, planned: 161, secondsLeft: 3_900, finishedAt: null }),
      scan(),
    ],
    mapping: created(),
    says: ['121 of 161 organizations', 'about 65 minutes left', '84 updated, 30 in step, 3 failed'],
  },
  {
    name: 'paused by budget',
    runs: [
      enrichAll({
        state: 'paused',
        pauseReason: 'budget',
        resumesAt: ago(-7200),
        remaining: 40,
        planned: 161,
        finishedAt: null,
      }),
      scan(),
    ],
    mapping: created(),
    says: ['Paused', 'share of API tokens is used up', 'goes on by itself at'],
  },
  {
    name: 'all done',
    runs: [enrichAll({ failed: {}, state: 'done', longestGapMs: 1200 }), scan()],
    mapping: created(),
    says: [
      'Enrich all again',
      'Already in step',
      'Finished',
      'at most 2 seconds between reading a record and writing it',
    ],
  },
  {
    name: 'done with errors',
    runs: [enrichAll(), scan()],
    mapping: created(),
    says: ['3 not updated', 'Not visible to the connected user: 2', 'Deleted in Pipedrive: 1'],
  },
];
