import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DigestFacts } from '../../server/notify/digest-facts.ts';
import { createMailDayStore } from '../../server/notify/mail-day.store.ts';
import { createMailSubscriptionStore } from '../../server/notify/mail-subscription.store.ts';
import { sealMail } from '../../server/notify/mail-subscription.ts';
import { createMailer, type Mailer } from '../../server/notify/mailer.ts';
import type { NotifyDeps } from '../../server/notify/notify-deps.ts';
import { sendDigests } from '../../server/notify/send-digests.ts';
import { fingerprint, type KeyRing } from '../../server/platform/crypto.ts';
import { createLog } from '../../server/platform/log.ts';
import { testDatabase } from '../support/database.ts';
import { type FakeClock, fakeClock } from '../support/fake-clock.ts';
import { readable, smtpWorld } from './smtp-world.ts';

const db = await testDatabase();
const smtp = await smtpWorld();
const key = { companyId: 77, epoch: 'e1' };
const address = 'owner@mail.example';
const keys: KeyRing = [{ id: 'k1', key: randomBytes(32) }];
const minute = 60_000;
const stores = { mailSubscriptions: createMailSubscriptionStore(db), mailDays: createMailDayStore(db) };
await Promise.all(Object.values(stores).map((store) => store.ensureIndexes()));

const quiet: DigestFacts = {
  failedRecords: {},
  failedRuns: {},
  waiting: { deadLetters: 0, brokenFields: [], connections: [], changesNotTold: null, runsWithoutBudget: 0 },
};
const failing: DigestFacts = { ...quiet, failedRecords: { field_refused: 3, no_access: 12 } };

let clock: FakeClock;
let facts: DigestFacts;
let spans: { from: Date; until: Date }[];
let logged: string[];
let epoch: string;

beforeEach(async () => {
  for (const { name } of await db.listCollections()) await db.collection(name).deleteMany({});
  clock = fakeClock({ start: '2026-11-02T07:30:00Z' });
  facts = failing;
  spans = [];
  logged = [];
  epoch = key.epoch;
  smtp.received.length = 0;
  smtp.manner = 'ok';
  const unsubscribe = 'u'.repeat(43);
  await stores.mailSubscriptions.put({
    ...key,
    userId: 9001,
    ...sealMail(keys, key, { address, unsubscribe }),
    timeZone: 'UTC',
    state: 'confirmed',
    confirmKey: null,
    confirmUntil: null,
    unsubscribeKey: fingerprint(unsubscribe),
    askedAt: [],
    nextAt: new Date('2026-11-02T07:00:00Z'),
    toldUntil: new Date('2026-11-01T12:00:00Z'),
    toldWaiting: null,
    lastSentAt: null,
    trouble: null,
  });
});

function process(mailer?: Mailer): NotifyDeps {
  const log = createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } });
  return {
    ...stores,
    clock,
    log,
    atBoundary: () => undefined,
    keys,
    mailer:
      mailer ??
      createMailer({ smtpUrl: smtp.url, from: 'Store Leads <app@mail.example>', log, timeoutMs: 400 }),
    appUrl: 'https://app.example',
    getInstallation: async () => ({ epoch }) as never,
    findAccount: async () => null,
    facts: async (_, span) => {
      spans.push(span);
      return facts;
    },
    settingsUrl: async () => 'https://acme.pipedrive.example/settings',
  };
}

const subscription = async () => {
  const found = await stores.mailSubscriptions.get(key);
  if (!found) throw new Error('There is no subscription');
  return found;
};
/** Looks every quarter of an hour until a moment; the job does so every five minutes. */
async function workUntil(moment: string, deps = process()) {
  while (clock.now() < new Date(moment)) {
    await sendDigests(deps);
    await clock.advance(15 * minute);
  }
}

describe('the daily error mail', () => {
  test('tells errors by reason, the most frequent first, with links and without names', async () => {
    await sendDigests(process());
    const [mail] = smtp.received;
    expect(mail?.to).toBe(address);
    const text = readable(mail ?? { to: '', text: '' });
    expect(text).toContain('Subject: Store Leads: 15 errors');
    expect(text).toContain(
      '- 12: The connected user may not change them\r\n- 3: Pipedrive refused the value',
    );
    expect(text).toContain('https://acme.pipedrive.example/settings');
    expect(text).toContain('text/html');
    expect(text).toContain(
      `List-Unsubscribe: <https://app.example/mail/unsubscribe?token=${'u'.repeat(43)}>`,
    );
    expect(text).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(logged.join()).not.toContain(address);
  });

  test('comes once a day however often it is looked for, and each error is told once', async () => {
    await workUntil('2026-11-04T08:00:00Z');
    expect(smtp.received).toHaveLength(3);
    expect(spans.map(({ from, until }) => [from.toISOString(), until.toISOString()])).toEqual([
      ['2026-11-01T12:00:00.000Z', '2026-11-02T07:25:00.000Z'],
      ['2026-11-02T07:25:00.000Z', '2026-11-03T06:55:00.000Z'],
      ['2026-11-03T06:55:00.000Z', '2026-11-04T06:55:00.000Z'],
    ]);
  });

  test('does not come when nothing happened', async () => {
    facts = quiet;
    await workUntil('2026-11-04T08:00:00Z');
    expect(smtp.received).toEqual([]);
    expect((await subscription()).toldUntil).toEqual(new Date('2026-11-04T06:55:00Z'));
  });

  test('tells what waits for a person once, and again when something else waits', async () => {
    facts = { ...quiet, waiting: { ...quiet.waiting, brokenFields: ['City <b>&'] } };
    await workUntil('2026-11-04T08:00:00Z');
    expect(smtp.received).toHaveLength(1);
    const [mail] = smtp.received;
    const text = readable(mail ?? { to: '', text: '' });
    expect(text).toContain('Subject: Store Leads: something waits for you');
    expect(text).toContain('<li>City &#60;b&#62;&#38;</li>');
    facts = { ...quiet, waiting: { ...quiet.waiting, deadLetters: 4 } };
    await workUntil('2026-11-05T08:00:00Z');
    expect(smtp.received).toHaveLength(2);
  });

  test('comes once when two processes look at the same moment', async () => {
    await Promise.all(Array.from({ length: 5 }, () => sendDigests(process())));
    expect(smtp.received).toHaveLength(1);
  });

  test('is written for its owner’s morning', async () => {
    await stores.mailSubscriptions.change(await subscription(), { timeZone: 'America/New_York' });
    await workUntil('2026-11-03T11:59:00Z');
    expect(smtp.received).toHaveLength(1);
    await workUntil('2026-11-03T12:10:00Z');
    expect(smtp.received).toHaveLength(2);
  });

  test.each([
    ['is given up while it is gathered', () => stores.mailSubscriptions.remove(key)],
    [
      'belongs to an installation that went meanwhile',
      async () => {
        epoch = 'e2';
      },
    ],
  ])('is not sent when it %s', async (_, meanwhile) => {
    const deps = process();
    const gathering: NotifyDeps['facts'] = async (...asked) => {
      await meanwhile();
      return deps.facts(...asked);
    };
    await sendDigests({ ...deps, facts: gathering });
    expect(smtp.received).toEqual([]);
  });
});

describe('when the mail server', () => {
  test.each(['busy', 'silent'] as const)('is %s, the mail is tried again later that day', async (manner) => {
    smtp.manner = manner;
    await sendDigests(process());
    expect(await subscription()).toMatchObject({ trouble: 'not_sent', lastSentAt: null });
    smtp.manner = 'ok';
    await workUntil('2026-11-02T12:00:00Z');
    expect(smtp.received).toHaveLength(1);
    expect(await subscription()).toMatchObject({ trouble: null });
  });

  test('is down all day, the next day’s mail tells of both days', async () => {
    await smtp.stop();
    await workUntil('2026-11-03T06:30:00Z');
    await smtp.startAgain();
    await workUntil('2026-11-03T09:00:00Z');
    expect(smtp.received).toHaveLength(1);
    expect(spans.at(-1)?.from).toEqual(new Date('2026-11-01T12:00:00Z'));
    expect(spans.length).toBeLessThan(25);
  });

  test('refuses the address, it is not asked again that day, and the page says so', async () => {
    smtp.manner = 'refuses';
    await workUntil('2026-11-03T06:00:00Z');
    expect(spans).toHaveLength(1);
    expect(await subscription()).toMatchObject({ trouble: 'refused' });
    expect(logged.join()).not.toContain(address);
    smtp.manner = 'ok';
    await workUntil('2026-11-03T08:00:00Z');
    expect(spans.at(-1)?.from).toEqual(new Date('2026-11-01T12:00:00Z'));
    expect(await subscription()).toMatchObject({ trouble: null });
  });

  test('takes the mail without saying so, it is not sent twice that day and told once more the next', async () => {
    smtp.manner = 'cut';
    await workUntil('2026-11-03T06:00:00Z');
    expect(smtp.received).toHaveLength(1);
    smtp.manner = 'ok';
    await workUntil('2026-11-03T08:00:00Z');
    expect(smtp.received).toHaveLength(2);
    expect(spans.at(-1)?.from).toEqual(new Date('2026-11-01T12:00:00Z'));
  });
});

describe('a process that ends', () => {
  const stopped = new Promise<never>(() => {});

  test('before it sends leaves the mail to another', async () => {
    const deps = process();
    void sendDigests({ ...deps, settingsUrl: () => stopped });
    await until(async () => spans.length === 1);
    await workUntil('2026-11-02T09:00:00Z');
    expect(smtp.received).toHaveLength(1);
  });

  test('after it sent and before it noted that is not repeated that day', async () => {
    const real = process().mailer;
    const dying: Mailer = {
      async send(mail) {
        await real?.send(mail);
        return stopped;
      },
    };
    void sendDigests(process(dying));
    await until(async () => smtp.received.length === 1);
    await workUntil('2026-11-03T06:00:00Z');
    expect(smtp.received).toHaveLength(1);
    await workUntil('2026-11-03T08:00:00Z');
    expect(smtp.received).toHaveLength(2);
    expect(spans.at(-1)?.from).toEqual(new Date('2026-11-01T12:00:00Z'));
  });

  async function until(condition: () => Promise<boolean>): Promise<void> {
    while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
  }
});
