import { describe, expect, test } from 'vitest';
import { endpoints } from '../../server/pipedrive/endpoints.ts';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import type { Boundary } from '../../server/platform/boundaries.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';
import { keysOff } from '../support/privacy-sweep.ts';
import { waitFor } from '../support/wait-for.ts';
import { ownCollections } from './enrichment-world.ts';
import { linkedWorld } from './linked-world.ts';

const db = await testDatabase();
const on = linkedWorld(db);

describe('Enrich all', () => {
  test('writes every linked organization once, and a second time nothing at all', async () => {
    const process = on.begin();
    const first = await on.enrichAll(process);
    expect(first).toMatchObject({
      state: 'done',
      planned: on.linked.length,
      written: on.linked.length,
      remaining: 0,
    });
    expect(first.tokensUsed).toBe(on.linked.length * 5 + endpoints.listCurrencies.cost);
    expect(on.world.count('updateOrganization')).toBe(on.linked.length);
    expect(on.held(on.linked[0] ?? 0)['title']).toEqual(expect.any(String));

    on.world.calls.length = 0;
    const second = await on.enrichAll(process);
    expect(second).toMatchObject({
      state: 'done',
      planned: on.linked.length,
      unchanged: on.linked.length,
      written: 0,
    });
    expect(on.world.calls.filter((call) => call.name !== 'listCurrencies')).toEqual([]);
  });

  test('two processes share a run, and no record is written twice', async () => {
    const [one, other] = [on.begin(), on.begin()];
    const view = await on.enrichAll(one);
    expect(other.life.dead).toBe(false);
    expect(view.written).toBe(on.linked.length);
    expect(on.world.count('updateOrganization')).toBe(on.linked.length);
  });

  test('a record somebody else holds is waited for, not written at the same time', async () => {
    const [id = 0] = on.linked;
    const key = { companyId: on.world.companyId, epoch: on.installation().epoch, orgId: id };
    const until = new Date(Date.now() + 60_000);
    expect(await on.world.stores.links.lock(key, { token: 'other', until }, new Date())).not.toBeNull();
    const process = on.begin();
    const run = await on.world.startRun(process, 'enrich_all');
    await waitFor('all others', async () => on.world.count('updateOrganization') === on.linked.length - 1);
    expect(on.held(id)['title']).toBeNull();
    await on.world.stores.links.unlock(key, 'other');
    expect((await on.world.runIn(process, run.id, ['done'])).written).toBe(on.linked.length);
    expect(on.held(id)['title']).not.toBeNull();
  });

  const boundaries: Boundary[] = [
    'enrich.planned',
    'enrich.chunk-claimed',
    'enrich.pending-written',
    'enrich.patch-answered',
    'enrich.confirmed',
    'enrich.chunk-finished',
  ];
  test.each(boundaries)('a process that dies at %s leaves a run that another finishes', async (boundary) => {
    let passed = 0;
    const dying = on.begin({
      atBoundary(name) {
        // In the middle of the records where it comes once a record.
        if (name === boundary && ++passed === (perRecord.has(name) ? 9 : 1)) throw new Error('killed');
      },
    });
    const run = await on.world.startRun(dying, 'enrich_all');
    await waitFor('the process to die', () => dying.life.dead);
    const heir = on.begin();
    const view = await on.world.runIn(heir, run.id, ['done']);
    expect(view).toMatchObject({ planned: on.linked.length, remaining: 0 });
    expect(view.written + view.unchanged).toBe(on.linked.length);
    for (const id of on.linked) expect(on.held(id)['platform'], `organization ${id}`).not.toBeNull();
    // At most what was under way when the process died is sent again.
    expect(on.world.count('updateOrganization')).toBeLessThanOrEqual(on.linked.length + 4);

    on.world.calls.length = 0;
    expect((await on.enrichAll(heir)).unchanged).toBe(on.linked.length);
    expect(on.world.count('updateOrganization')).toBe(0);
  });
  const perRecord = new Set<Boundary>([
    'enrich.pending-written',
    'enrich.patch-answered',
    'enrich.confirmed',
  ]);

  test('a deleted organization is skipped, and its mark counts once', async () => {
    const [id = 0] = on.linked;
    on.world.gate.before = (name, orgId) => {
      if (name === 'updateOrganization' && orgId === id) throw pipedriveError('record_gone');
    };
    const process = on.begin();
    const view = await on.enrichAll(process);
    expect(view).toMatchObject({ written: on.linked.length - 1, skipped: { record_gone: 1 } });
    const link = await on.world.stores.links.get(on.world.companyId, id);
    expect(link).toMatchObject({ gone: true });
    expect((await on.enrichAll(process)).planned).toBe(on.linked.length - 1);
  });

  test('records Pipedrive does not answer for have failed, and are sent again by the next run', async () => {
    const [id = 0] = on.linked;
    on.world.gate.before = (name, orgId) => {
      if (name === 'updateOrganization' && orgId === id) throw pipedriveError('pipedrive_unavailable');
    };
    const process = on.begin();
    expect(await on.enrichAll(process)).toMatchObject({
      state: 'done_with_errors',
      failed: { pipedrive_unavailable: 1 },
    });
    expect((await on.world.stores.links.get(on.world.companyId, id))?.knowledge.pending).not.toBeNull();
    on.world.gate.before = null;
    expect(await on.enrichAll(process)).toMatchObject({
      state: 'done',
      written: 1,
      unchanged: on.linked.length - 1,
    });
    expect((await on.world.stores.links.get(on.world.companyId, id))?.knowledge.pending).toBeNull();
  });

  test('stores nothing of the customer but ids, hosts, times, tags and codes', async () => {
    const process = on.begin();
    await on.enrichAll(process);
    const dump = await dumpDatabase(db);
    const own = JSON.stringify(ownCollections.map((name) => dump[name]));
    expect(own).not.toContain('CANARY');
    expect(on.world.lines.join('')).not.toContain('CANARY');
    expect(keysOff(dump)).toEqual([]);
    const organization = on.world.organization(on.linked[0] ?? 0);
    for (const secret of [organization.name, on.held(organization.id)['title']]) {
      expect(own).not.toContain(JSON.stringify(secret));
    }
  });
});
