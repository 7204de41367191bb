import { expect, test } from 'vitest';
import { isDead, isRetried } from '../../server/enrichment/failing.ts';
import { createLinkStore } from '../../server/enrichment/link.store.ts';
import { type LastAttempt, newLink } from '../../server/enrichment/link.ts';
import { testDatabase } from '../support/database.ts';

const links = createLinkStore(await testDatabase());
const key = { companyId: 1, epoch: 'e', orgId: 7 };
const began = new Date('2026-11-02T09:00:00Z');
const after = (days: number) => new Date(began.getTime() + days * 86_400_000);

test('a record that fails is tried again for fourteen days, then left alone', () => {
  expect(isRetried({ failingSince: null }, began)).toBe(false);
  expect(isDead({ failingSince: null }, after(99))).toBe(false);
  expect(isRetried({ failingSince: began }, began)).toBe(true);
  expect(isRetried({ failingSince: began }, after(13.99))).toBe(true);
  expect(isRetried({ failingSince: began }, after(14))).toBe(false);
  expect(isDead({ failingSince: began }, after(14))).toBe(true);
});

test('the time of the first failure stays until an attempt goes well, whoever saves it', async () => {
  await links.insert({ ...newLink(key), rev: 1 });
  const link = async () => {
    const found = await links.get(1, 7);
    if (!found) throw new Error('the link is there');
    return found;
  };
  const last = (outcome: LastAttempt['outcome'], at: Date): LastAttempt => ({
    ...{ at, runId: 'r', outcome, code: outcome === 'failed' ? 'no_access' : null },
    fieldsWritten: 0,
    notes: [],
  });
  const save = async (outcome: LastAttempt['outcome'], at: Date) => {
    await links.lock(key, { token: 't', until: after(100) }, at);
    const { knowledge } = await link();
    await links.saveAttempts([{ key, token: 't', knowledge, last: last(outcome, at) }]);
    return (await link()).failingSince;
  };
  const note = async (outcome: LastAttempt['outcome'], at: Date) => {
    await links.note([{ link: await link(), knowledge: null, set: { last: last(outcome, at) } }], at);
    return (await link()).failingSince;
  };
  expect((await link()).failingSince).toBeNull();
  expect(await save('failed', began)).toEqual(began);
  expect(await save('failed', after(3))).toEqual(began);
  expect(await note('failed', after(5))).toEqual(began);
  expect(await note('unchanged', after(6))).toBeNull();
  expect(await note('failed', after(7))).toEqual(after(7));
  expect(await save('written', after(8))).toBeNull();
  expect(await save('failed', after(9))).toEqual(after(9));
  await links.lock(key, { token: 't', until: after(100) }, after(10));
  await links.bury(key, 't', last('skipped', after(10)), { updateTime: null, isForgotten: true });
  expect((await link()).failingSince).toBeNull();
});
