import { expect, test } from 'vitest';
import { createStores, ensureIndexes } from '../../server/composition/stores.ts';
import { tidyAll } from '../../server/composition/tidying.ts';
import { testDatabase } from '../support/database.ts';
import { fakeClock } from '../support/fake-clock.ts';

const db = await testDatabase();
const day = 86_400_000;
// Not in the past: a database that lets rows go by itself goes by the time of its own.
const clock = fakeClock({ start: new Date(Date.now() + day) });
const stores = createStores(db, [{ id: 'k', key: Buffer.alloc(32, 1) }]);
await ensureIndexes(stores);

test('what is kept for a time only goes when that is over, and not before', async () => {
  const begun = (state: string, minutes: number) => ({
    ...{ state, browser: 'b' },
    expiresAt: new Date(clock.now().getTime() + minutes * 60_000),
  });
  await stores.install.states.add(begun('soon', 10));
  await stores.install.states.add(begun('later', 3 * 24 * 60));
  await stores.askedHosts.remember(['nobody.example'], clock.now());
  const claim = { owner: 'p', now: clock.now(), until: clock.now() };
  await stores.mailDays.claim({ companyId: 1, epoch: 'e', day: '2026-11-02' }, claim);
  const left = async () =>
    Promise.all(
      ['oauth_states', 'asked_hosts', 'mail_days'].map((name) => db.collection(name).countDocuments()),
    );

  await tidyAll(stores, clock);
  expect(await left()).toEqual([2, 1, 1]);
  await clock.advance(day);
  await tidyAll(stores, clock);
  expect(await left()).toEqual([1, 1, 1]);
  await clock.advance(7 * day);
  await tidyAll(stores, clock);
  expect(await left()).toEqual([0, 0, 1]);
  await clock.advance(60 * day);
  await tidyAll(stores, clock);
  expect(await left()).toEqual([0, 0, 0]);
});
