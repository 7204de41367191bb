import type { SettingsView } from '../../../server/install/install.contract.ts';
import type { MappingView } from '../../../server/mapping/mapping.contract.ts';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { press } from '../../support/press.ts';
import {
  ago,
  aRun,
  budget,
  choices,
  estimate,
  noAttention,
  noDeadLetters,
  runs,
  settings,
} from './answers.ts';
import { errorMail, preferences } from './connection-answers.ts';
import { mapping } from './mapping-answers.ts';
import type { Surface } from './surface.ts';
import { webhooks } from './webhook-answers.ts';

export type SettingsTab = 'Automatic updates' | 'Activity' | 'Connection and budget';

type Answered = { status: number; body: unknown };

export type SettingsCase = {
  name: string;
  settings?: Partial<SettingsView>;
  runs?: RunView[];
  mapping?: MappingView;
  /** Answers that replace the canned ones. */
  answers?: Record<string, Answered>;
  /** Part of the page to turn to; left out for the first one. */
  tab?: SettingsTab;
  /** Button to press before looking. */
  press?: string;
  says: string[];
};

/** Most cases need no more than a screenful of rows. */
export const notCreated = () => mapping(() => 'not_mapped', { only: 12 });
export const created = () =>
  mapping((index) => (index === 1 || index === 2 ? 'broken' : index % 3 === 0 ? 'not_mapped' : 'mapped'), {
    only: 12,
  });
export const scan = () => aRun();
/** A scan under way. */
export const running = () =>
  aRun({
    state: 'running',
    planned: 300,
    plannedIsEstimate: true,
    written: 10,
    skipped: {},
    remaining: 290,
    finishedAt: null,
  });
export const enrichAll = (changes: Partial<RunView> = {}) =>
  aRun({
    id: 'run-2',
    kind: 'enrich_all',
    written: 84,
    unchanged: 30,
    skipped: { excluded: 4 },
    planned: 121,
    failed: { no_access: 2, record_gone: 1 },
    state: 'done_with_errors',
    tokensUsed: 541,
    ...changes,
  });

/** Turns to a part of the page, and to the state of a case in it. */
export async function turnTo(
  { frame }: Surface,
  { tab, press: button }: Pick<SettingsCase, 'tab' | 'press'>,
) {
  if (tab) await press(frame.getByRole('tab', { name: tab }));
  if (button) await press(frame.getByRole('button', { name: button, exact: true }));
}

/** What the server answers in a case. */
export function answersFor(state: SettingsCase): Record<string, Answered> {
  return {
    'GET /api/settings': { status: 200, body: settings(state.settings) },
    'GET /api/settings/website-fields': { status: 200, body: choices },
    'GET /api/budget': { status: 200, body: budget() },
    'GET /api/releases/current': { status: 200, body: { release: { number: 12, publishedAt: ago(90_000) } } },
    'GET /api/webhooks': { status: 200, body: webhooks() },
    'GET /api/runs': { status: 200, body: runs(...(state.runs ?? [])) },
    'GET /api/mapping': { status: 200, body: state.mapping ?? notCreated() },
    'GET /api/attention': { status: 200, body: noAttention },
    'GET /api/dead-letters': { status: 200, body: noDeadLetters },
    'GET /api/enrich-all/estimate': { status: 200, body: estimate() },
    'GET /api/signals/preview': {
      status: 200,
      body: { release: { number: 12, publishedAt: ago(90_000) }, organizations: 0, tokensPerNote: 10 },
    },
    'GET /api/preferences': { status: 200, body: preferences() },
    'GET /api/connections/people': { status: 200, body: { people: [] } },
    'GET /api/error-mail': { status: 200, body: errorMail() },
    ...state.answers,
  };
}
