import { ago, refusal } from './answers.ts';
import { type SettingsCase, scan } from './settings-case.ts';
import { webhooks } from './webhook-answers.ts';

const changes = (name: string, view: Parameters<typeof webhooks>[0], says: string[]): SettingsCase => ({
  name: `changes ${name}`,
  runs: [scan()],
  answers: { 'GET /api/webhooks': { status: 200, body: webhooks(view) } },
  says: ['Changes in Pipedrive', ...says],
});

/** What the page has to say of how changes reach the app. */
export const webhookCases: SettingsCase[] = [
  changes('up to date', {}, ['Up to date', '3 minutes ago', 'Complete up to']),
  changes('being set up', { health: 'none', lastEventAt: null, certainUntil: null, lagMs: null }, [
    'Being set up',
    'None yet',
  ]),
  changes('refused', { health: 'refused', code: 'webhook_address_refused' }, [
    'Pipedrive does not send changes',
    'It must be public and use https',
  ]),
  changes('of a user with too many', { health: 'refused', code: 'webhook_limit' }, [
    'let another admin take over',
  ]),
  changes('with a gap', { health: 'gap' }, ['Some changes did not arrive.']),
  changes('after a removal', { health: 'gone' }, ['They are sent again']),
  changes('not certain', { health: 'silent', code: 'budget_exhausted' }, [
    'Not certain',
    'It is checked again after the reset.',
  ]),
  changes('behind', { health: 'behind', waiting: 1200 }, ['1,200', 'some wait for their turn']),
  changes('given up', { dead: 2, refused: { stale: 3, unauthorized: 40 } }, [
    '2 changes could not be answered',
    'Deliveries not taken: 40 without the right password, 3 too old.',
  ]),
  changes('in quiet hours', { quietUntil: ago(-7200) }, [
    'Quiet hours',
    'Changes are kept and answered from',
  ]),
  changes('noted only', { automatic: false }, ['Nothing is written by itself']),
  {
    ...changes('looked at by somebody who may not', {}, [
      'Only somebody who can change settings can have it checked.',
    ]),
    settings: { canChangeSettings: false },
  },
  {
    name: 'changes not loaded',
    runs: [scan()],
    answers: { 'GET /api/webhooks': refusal(503, 'unavailable', 'The database did not answer. Try again.') },
    says: ['The database did not answer. Try again.'],
  },
];
