import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboxEvent } from '../../server/inbox/inbox-event.ts';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Answer, anEvent, type InboxWorld, startInboxWorld } from './inbox-world.ts';

const db = await testDatabase();
const world: InboxWorld = await startInboxWorld(db);
const events = db.collection<{ _id: string; state: string; recordId: number; companyId: number }>(
  'inbox_events',
);
let workers: ReturnType<InboxWorld['startWorker']>[] = [];

beforeEach(async () => {
  for (const name of ['inbox_events', 'inbox_claims']) await db.collection(name).deleteMany({});
});
afterEach(async () => {
  for (const worker of workers) await worker.stop();
  workers = [];
});
afterAll(() => world.close());

function start(answer: Answer, options: Parameters<InboxWorld['startWorker']>[1] = {}) {
  const worker = world.startWorker(answer, options);
  workers.push(worker);
  return worker;
}

/** An event that arrived so many milliseconds ago. */
function arrived(recordId: number, msAgo: number, more: Partial<InboxEvent> = {}): InboxEvent {
  const receivedAt = new Date(world.clock.now().getTime() - msAgo);
  return anEvent(world.installation, recordId, { receivedAt, at: receivedAt, ...more });
}
const store = (...list: InboxEvent[]) => world.stores.events.insert(list, 2000);
const waiting = () => events.countDocuments({ state: 'waiting' });
const claims = () => db.collection('inbox_claims').countDocuments({});
/** Nothing waits, and no record is held any more: a claim is given back after its events are done. */
const allAnswered = () =>
  waitFor('everything to be answered', async () => (await waiting()) === 0 && (await claims()) === 0);

describe('the worker', () => {
  it('answers the events of one record together, in the order they happened', async () => {
    const late = arrived(1, 9000, { at: new Date(1000), eventId: 'late' });
    await store(
      arrived(1, 8000, { eventId: 'b' }),
      arrived(1, 7000, { eventId: 'c' }),
      late,
      arrived(2, 5000),
    );
    const seen: string[][] = [];
    start(async ({ events: of }) => {
      seen.push(of.map(({ eventId }) => eventId));
      return { outcome: 'noted' };
    });
    await allAnswered();
    expect(seen).toHaveLength(2);
    expect(seen).toContainEqual(['late', 'b', 'c']);
    expect(await events.countDocuments({ state: 'done', event: { $exists: true } })).toBe(0);
  });

  it('waits for others of a record, but not for ever', async () => {
    await store(arrived(1, 3000), arrived(1, 100), arrived(2, 6500), arrived(2, 100));
    const seen: [number, number][] = [];
    start(async ({ key, events: of }) => {
      seen.push([key.recordId, of.length]);
      return { outcome: 'noted' };
    });
    await waitFor('the record that is never quiet', () => seen.length === 1);
    expect(seen).toEqual([[2, 2]]);
    world.clock.move(2000);
    await allAnswered();
    expect(seen).toEqual([
      [2, 2],
      [1, 2],
    ]);
  });

  it('is one of several: no record is answered by two at a time, and none twice', async () => {
    await store(...Array.from({ length: 240 }, (_, at) => arrived(at % 120, 7000)));
    const under = new Set<number>();
    let [most, answers] = [0, 0];
    const answer: Answer = async ({ key: { recordId }, events: of }) => {
      if (under.has(recordId)) throw new Error('two at a time');
      under.add(recordId);
      most = Math.max(most, under.size);
      await new Promise((resolve) => setTimeout(resolve, 3));
      under.delete(recordId);
      answers += of.length;
      return { outcome: 'noted' };
    };
    const [one, other] = [start(answer), start(answer)];
    await allAnswered();
    expect([...one.outcomes, ...other.outcomes]).toEqual(Array(120).fill('noted'));
    expect(answers).toBe(240);
    expect(most).toBeLessThanOrEqual(32);
  });

  it('gives companies turns: a few events of one do not wait for thousands of another', async () => {
    const other = world.install(1);
    await store(...Array.from({ length: 250 }, (_, at) => arrived(at, 9000)));
    await store(anEvent(other, 7, { receivedAt: new Date(world.clock.now().getTime() - 3000) }));
    const order: number[] = [];
    start(async ({ key }) => {
      order.push(key.companyId);
      return { outcome: 'noted' };
    });
    await allAnswered();
    world.installations.delete(1);
    expect(order.indexOf(1)).toBeLessThan(150);
    expect(order).toHaveLength(251);
  });

  it('takes nothing from a company while what concerns all of it is wrong, and goes on after', async () => {
    await store(...Array.from({ length: 40 }, (_, at) => arrived(at, 7000)));
    let [asked, spent] = [0, true];
    const resumesAt = new Date(world.clock.now().getTime() + 300_000).toISOString();
    const worker = start(async () => {
      asked++;
      if (spent) throw pipedriveError('budget_exhausted', { resumesAt });
      return { outcome: 'noted' };
    });
    await waitFor(
      'the worker to see it',
      async () => (await db.collection('inbox_claims').countDocuments({})) === 0 && asked > 0,
    );
    const askedOnce = asked;
    expect(askedOnce).toBeLessThanOrEqual(16);
    expect(await events.countDocuments({ state: 'waiting', failures: 0 })).toBe(40);
    spent = false;
    world.clock.move(301_000);
    await allAnswered();
    expect(worker.outcomes).toHaveLength(40);
  });

  it('gives up on an event after many tries, shows it, and tries again when asked', async () => {
    await store(arrived(1, 7000), arrived(2, 7000));
    let poisoned = true;
    const worker = start(async ({ key }) => {
      if (poisoned && key.recordId === 1) throw new Error('cannot be');
      return { outcome: 'noted' };
    });
    await waitFor('the event to be given up', async () => {
      world.clock.move(60_000);
      return (await world.stores.events.counts(world.installation)).dead === 1;
    });
    expect(worker.outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(7);
    expect(worker.outcomes.at(-1)).toBe('dead');
    expect(world.lines.join('')).not.toContain('cannot be');
    poisoned = false;
    expect(await world.stores.events.revive(world.installation, world.clock.now())).toBe(1);
    await allAnswered();
    expect(await world.stores.events.counts(world.installation)).toEqual({ waiting: 0, dead: 0 });
  });

  it('takes a dead event along when a newer one of its record is answered', async () => {
    await store(arrived(1, 7000, { eventId: 'poison' }));
    const [poison] = await world.stores.events.waitingFor(world.companyId, [1]);
    if (!poison) throw new Error('nothing was stored');
    const now = world.clock.now();
    await world.stores.events.fail([poison], { state: 'dead', dueAt: now, code: 'unexpected_error' });
    await store(arrived(1, 6000, { eventId: 'newer' }));
    start(async () => ({ outcome: 'noted' }));
    await allAnswered();
    expect(await world.stores.events.counts(world.installation)).toEqual({ waiting: 0, dead: 0 });
  });

  it('forgets what belongs to an installation that is gone', async () => {
    await store({ ...arrived(1, 7000), epoch: 'of-old' }, arrived(2, 7000));
    const seen: number[] = [];
    start(async ({ key }) => {
      seen.push(key.recordId);
      return { outcome: 'noted' };
    });
    await allAnswered();
    expect(seen).toEqual([2]);
    expect(await events.countDocuments({})).toBe(1);
  });

  it('answers nothing while the company is to be left in peace', async () => {
    world.installations.set(world.companyId, { ...world.installation, organizationUserId: null });
    await store(arrived(1, 7000));
    world.installations.delete(world.companyId);
    const worker = start(async () => ({ outcome: 'noted' }));
    await waitFor('a look', () => world.lines.length >= 0);
    expect(await waiting()).toBe(1);
    world.installations.set(world.companyId, world.installation);
    worker.wake();
    await allAnswered();
  });
});

it('forgets claims of processes that died after their work was done', async () => {
  const now = world.clock.now();
  const key = { companyId: 1, epoch: 'e', objectType: 'organization' as const, recordId: 1 };
  await world.stores.claims.take([key], { token: 'dead', until: new Date(now.getTime() - 1000) }, now);
  await world.stores.claims.take(
    [{ ...key, recordId: 2 }],
    { token: 'alive', until: new Date(now.getTime() + 1000) },
    now,
  );
  expect(await world.stores.claims.dangerousForgetAcrossCompanies(now)).toBe(1);
});

describe('a process that dies', () => {
  it.each(['inbox.claimed', 'inbox.answered', 'inbox.deleted'] as const)(
    'at %s loses nothing: another answers',
    async (crashAt) => {
      await store(arrived(1, 7000), arrived(1, 6000), arrived(2, 7000));
      const answers: number[] = [];
      const answer: Answer = async ({ key }) => {
        answers.push(key.recordId);
        return { outcome: 'noted' };
      };
      const dying = start(answer, { crashAt, leaseMs: 1000 });
      await waitFor('it to get there', () => crashAt === 'inbox.claimed' || answers.length > 0);
      await dying.stop();
      start(answer);
      await waitFor('everything to be answered', async () => {
        world.clock.move(500);
        return (await waiting()) === 0;
      });
      expect(new Set(answers)).toEqual(new Set([1, 2]));
    },
  );
});
