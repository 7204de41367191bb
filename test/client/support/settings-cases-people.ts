import { aConnection, ago } from './answers.ts';
import { errorMail, preferences } from './connection-answers.ts';
import { created, type SettingsCase, scan } from './settings-case.ts';

const you = aConnection({ userId: 7, role: 'personal', isYou: true });
const ok = (body: unknown) => ({ status: 200, body });
const mailIs = (name: string, changes: Parameters<typeof errorMail>[0], says: string[]): SettingsCase => ({
  name: `error mail ${name}`,
  runs: [scan()],
  mapping: created(),
  answers: { 'GET /api/error-mail': ok(errorMail(changes)) },
  tab: 'Connection and budget',
  says,
});
const on = { state: 'on', userId: 7, address: 'owner@mail.example' } as const;

/** Whose access works, who hears of trouble, and when it is quiet. */
export const peopleCases: SettingsCase[] = [
  {
    name: 'standby took over',
    tab: 'Connection and budget',
    settings: {
      connections: [
        aConnection({ userId: 8, role: 'organization', isAdmin: true }),
        aConnection({ userId: 9, role: 'standby', isAdmin: true }),
        aConnection({
          ...you,
          state: 'broken',
          brokenReason: 'user_disabled',
          erasesAt: ago(-29 * 86_400),
        }),
      ],
      handover: { fromUserId: 7, toUserId: 8, reason: 'user_disabled', at: ago(86_400) },
    },
    runs: [scan()],
    mapping: created(),
    answers: {
      'GET /api/connections/people': ok({
        people: [
          { userId: 7, name: 'Ada Novak' },
          { userId: 8, name: 'Bo Lind' },
        ],
      }),
    },
    says: [
      'Bo Lind took over automatic work',
      'the access of Ada Novak ended. The user was deactivated in Pipedrive.',
      'Bo Lind (user 8)',
      'User 9',
      'Standby',
      'unless you connect again.',
      'If this access ends, who takes over?',
    ],
  },
  {
    name: 'everything is about to be erased',
    settings: {
      state: 'paused_no_connection',
      connections: [
        aConnection({
          ...you,
          role: 'organization',
          state: 'broken',
          brokenReason: 'expired',
          erasesAt: ago(-86_400),
        }),
      ],
    },
    runs: [scan()],
    mapping: created(),
    says: ['It was not used for 60 days.', 'everything Store Leads keeps of this company is erased on'],
  },
  {
    name: 'somebody left',
    settings: {
      state: 'paused_no_connection',
      connections: [you],
      handover: { fromUserId: 8, toUserId: null, reason: 'left', at: ago(600) },
      standby: { mode: 'nobody', userId: null },
    },
    runs: [scan()],
    mapping: created(),
    says: ['The access of user 8 did the automatic work, and they removed the app.'],
  },
  mailIs('off', {}, ['Error mail', 'Your e-mail address', 'Send me the error mail']),
  mailIs('unconfirmed', { ...on, state: 'unconfirmed' }, [
    'Follow the link in the mail we sent to owner@mail.example.',
    'Send the link again',
  ]),
  mailIs('on', on, ['Sent to owner@mail.example. None was needed so far.', 'Send a test mail', 'Switch off']),
  mailIs('refused', { ...on, trouble: 'refused', lastSentAt: ago(86_400) }, [
    'The address is refused',
    'The last one was sent on',
  ]),
  mailIs('seen by somebody else', { ...on, address: null, canChange: false }, [
    'Sent to user 7. Only the owner of the Store Leads account can change this.',
  ]),
  {
    name: 'error mail fails',
    tab: 'Connection and budget',
    runs: [scan()],
    mapping: created(),
    answers: {
      'GET /api/error-mail': {
        status: 503,
        body: { error: { code: 'x', message: 'The mail is not known now.', retry: true, requestId: 'r' } },
      },
    },
    says: ['The mail is not known now.'],
  },
  {
    name: 'quiet hours',
    runs: [scan()],
    mapping: created(),
    answers: {
      'GET /api/preferences': ok(
        preferences({ quietHours: { from: '22:00', until: '06:30', timeZone: 'America/New_York' } }),
      ),
    },
    tab: 'Automatic updates',
    press: 'Change hours',
    says: ['From', 'Until', 'Time zone', 'Keep as it was'],
  },
];
