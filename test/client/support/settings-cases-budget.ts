import { ago, budget, refusal } from './answers.ts';
import { created, type SettingsCase, scan } from './settings-case.ts';

const said = (
  name: string,
  changes: Parameters<typeof budget>[0],
  says: string[],
  more: Partial<SettingsCase> = {},
): SettingsCase => ({
  name: `budget, ${name}`,
  runs: [scan()],
  mapping: created(),
  answers: { 'GET /api/budget': { status: 200, body: budget(changes) } },
  says,
  ...more,
});

/** The section "API budget", with what it has to say in each case. */
export const budgetCases: SettingsCase[] = [
  said('as told', {}, [
    '3,120 of 84,000',
    '30,500',
    '176,380',
    'People’s clicks',
    '210,000 tokens a day for the whole company, as Pipedrive told.',
    '40% is 84,000 tokens a day, enough to write about 16,800 organizations.',
  ]),
  said(
    'nothing known',
    {
      limit: { tokens: 30_000, from: 'assumed' },
      allowed: 12_000,
      usedByUs: 0,
      byLane: { click: 0, event: 0, create: 0, bulk: 0 },
      usedByOthers: null,
      left: null,
      toldAt: null,
      resetIsKnown: false,
    },
    ['This app has used no tokens today.', 'Not known', 'Probably', 'one seat of the smallest plan'],
  ),
  said(
    'work waits',
    {
      limit: { tokens: 30_000, from: 'stated_plan' },
      usedByUs: 11_000,
      allowed: 12_000,
      waiting: [{ kind: 'enrich_all', resumesAt: ago(-7200) }],
    },
    ['Today’s share is used up', 'Enrich all goes on by itself at', 'plan stated under “Fields”'],
  ),
  said('all used up', { exhaustedUntil: ago(-7200), left: 0 }, ['Your company’s tokens are used up']),
  said('may not change', {}, ['Only somebody who can change settings can change this.'], {
    settings: { canChangeSettings: false },
  }),
  said('fails', {}, ['The database did not answer. Try again.'], {
    answers: { 'GET /api/budget': refusal(503, 'unavailable', 'The database did not answer. Try again.') },
  }),
];
