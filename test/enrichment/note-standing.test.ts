import { expect, test } from 'vitest';
import { createLinkStore } from '../../server/enrichment/link.store.ts';
import { newLink } from '../../server/enrichment/link.ts';
import { testDatabase } from '../support/database.ts';

const links = createLinkStore(await testDatabase());
const now = new Date('2026-11-02T09:00:00Z');
const later = new Date(now.getTime() + 60_000);
const keyOf = (orgId: number) => ({ companyId: 1, epoch: 'e', orgId });
const seen = { standing: { asOf: '2026-11-02T08:59:00Z', version: 3 }, now };

async function fresh(orgId: number) {
  await links.insert({ ...newLink(keyOf(orgId)), rev: 1 });
  return stored(orgId);
}

async function stored(orgId: number) {
  const link = await links.get(1, orgId);
  if (!link) throw new Error('the link is there');
  return link;
}

test('the time of which a record is known is noted with nothing else, for many at a time', async () => {
  const read = await Promise.all([1, 2, 3].map(fresh));
  expect(await Promise.all(read.map((link) => links.noteStanding({ ...seen, link })))).toEqual([
    true,
    true,
    true,
  ]);
  for (const link of read) {
    const knowledge = { ...link.knowledge, ...seen.standing };
    expect(await stored(link.orgId)).toEqual({ ...link, knowledge, rev: link.rev + 1 });
  }
});

test('it is not noted of a record somebody works on, nor of one that has changed since it was read', async () => {
  const held = await fresh(4);
  const token = { token: 't', until: later };
  expect(await links.lock(keyOf(4), token, now)).toMatchObject({ orgId: 4, lock: token, rev: 2 });
  expect(await links.lock(keyOf(4), { token: 'u', until: later }, now)).toBeNull();
  expect(await links.noteStanding({ ...seen, link: await stored(4) })).toBe(false);
  await links.unlock(keyOf(4), 't');
  expect(await links.noteStanding({ ...seen, link: held })).toBe(false);
  expect((await stored(4)).knowledge.asOf).toBeNull();
  // A lock whose holder died is over after its time.
  await links.lock(keyOf(4), token, now);
  expect(await links.noteStanding({ ...seen, link: await stored(4), now: later })).toBe(true);
});
