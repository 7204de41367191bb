import { describe, expect, test } from 'vitest';
import { finishAllErases, sweepCompany } from '../../server/install/erase.jobs.ts';
import { dumpDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';
import { cookieBrowser } from './cookie-browser.ts';
import { uninstallWorld } from './uninstall-world.ts';

const world = await uninstallWorld();
const { db, links, hooks, installation, receipts, connectedUsers, withLinks, callback, callFor } = world;
const [admin, member] = [9001, 9003];

describe('when the last user uninstalls', () => {
  test('everything of the company goes and a receipt stays', async () => {
    await world.install(admin);
    const epoch = await withLinks(3);
    expect(await world.sandbox.uninstall(admin)).toBe(200);
    const dump = await dumpDatabase(db);
    const left = Object.keys(dump).filter((name) => (dump[name]?.length ?? 0) > 0);
    expect(left).toEqual(['erase_receipts']);
    expect(await receipts()).toMatchObject([
      {
        companyId: world.companyId,
        userId: admin,
        epoch,
        scope: 'company',
        reason: 'uninstalled',
        at: expect.any(Date),
        counts: { installations: 1, connections: 1, links: 3, accounts: 1 },
      },
    ]);
    expect((await world.call(admin, '/api/settings')).status).toBe(401);
  });

  test('the installation is gone before the first row of a feature goes, and queued work with it', async () => {
    await world.install(admin);
    const seen: unknown[] = [];
    hooks.during = async () =>
      void seen.push(await installation(), await connectedUsers(), [...world.events]);
    await world.sandbox.uninstall(admin);
    expect(seen).toEqual([null, [], [`jobs cancelled ${world.companyId}`]]);
  });

  test('late writes of workers are swept up a minute and an hour later', async () => {
    await world.install(admin);
    const epoch = await withLinks(2);
    const now = world.clock.now().getTime();
    await world.sandbox.uninstall(admin);
    const payload = { companyId: world.companyId, epoch };
    expect(world.queued.map(({ name, payload }) => ({ name, payload }))).toEqual([
      { name: 'erase.sweep', payload },
      { name: 'erase.sweep', payload },
    ]);
    expect(world.queued.map(({ at }) => at.getTime() - now)).toEqual([60_000, 3_600_000]);
    await links.insertOne({ companyId: world.companyId, epoch });
    await sweepCompany(world.deps, payload);
    expect(await links.countDocuments()).toBe(0);
    expect(await receipts()).toMatchObject([{ counts: { links: 3 } }]);
  });

  test('a sweep after a new install takes dead rows only', async () => {
    await world.install(admin);
    const dead = await withLinks(1);
    await world.sandbox.uninstall(admin);
    await world.install(admin);
    const living = await withLinks(2);
    expect(living).not.toBe(dead);
    await links.insertOne({ companyId: world.companyId, epoch: dead });
    await sweepCompany(world.deps, { companyId: world.companyId, epoch: dead });
    expect((await links.find().toArray()).map((link) => link.epoch)).toEqual([living, living]);
    expect(await world.accounts.forCompany(world.companyId)).not.toBeNull();
  });

  test('a sweep of a company that was never erased does nothing', async () => {
    await world.install(admin);
    await withLinks(1);
    await sweepCompany(world.deps, { companyId: world.companyId, epoch: 'made-up' });
    expect(await links.countDocuments()).toBe(1);
  });

  test('an install in the middle of the erase waits for it and loses nothing', async () => {
    await world.install(admin);
    const before = await withLinks(3);
    const way = await world.consent(cookieBrowser(), admin);
    way.searchParams.delete('state');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = false;
    hooks.during = async () => {
      begun = true;
      await held;
    };
    const gone = callback('DELETE', callFor(admin));
    await waitFor('the erase to begin', () => begun);
    world.clock.naps.length = 0;
    const back = cookieBrowser().go(way);
    await waitFor('the install to wait', () => world.clock.naps.includes(200));
    release();
    expect((await gone).status).toBe(200);
    expect((await back).status).toBe(302);
    const epoch = await withLinks(1);
    expect(epoch).not.toBe(before);
    expect(epoch).not.toBe('');
    expect(await connectedUsers()).toEqual([admin]);
    expect((await receipts()).map((receipt) => receipt.counts['links'])).toEqual([3]);
  });

  test('an erase that takes too long sends a new install away without storing anything', async () => {
    await world.install(admin);
    const way = await world.consent(cookieBrowser(), member);
    way.searchParams.delete('state');
    let answer: Response | undefined;
    hooks.during = async () => {
      answer = await cookieBrowser().go(way);
    };
    expect((await callback('DELETE', callFor(admin))).status).toBe(200);
    expect(answer?.status).toBe(503);
    expect(await answer?.text()).toContain('company_busy');
    expect(await connectedUsers()).toEqual([]);
  });

  test('an erase that was cut off is finished by the timer', async () => {
    await world.install(admin);
    await withLinks(3);
    hooks.during = () => Promise.reject(new Error('The process ends here'));
    expect((await callback('DELETE', callFor(admin))).status).toBe(500);
    expect(await installation()).toBeNull();
    expect(await receipts()).toMatchObject([{ at: null }]);
    hooks.during = async () => {};
    await finishAllErases(world.deps);
    expect(await receipts()).toMatchObject([
      { at: expect.any(Date), counts: { links: 3, installations: 1 } },
    ]);
    expect(await links.countDocuments()).toBe(0);
  });

  test('an erase that was cut off is finished before the next install begins', async () => {
    await world.install(admin);
    await withLinks(3);
    hooks.during = () => Promise.reject(new Error('The process ends here'));
    await callback('DELETE', callFor(admin));
    hooks.during = async () => {};
    expect((await world.install(member)).status).toBe(302);
    expect(await links.countDocuments()).toBe(0);
    expect(await receipts()).toMatchObject([{ at: expect.any(Date), counts: { links: 3 } }]);
    expect((await installation())?.organizationUserId).toBe(member);
  });
});
