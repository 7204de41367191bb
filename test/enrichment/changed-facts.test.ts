import { describe, expect, test } from 'vitest';
import { endpoints } from '../../server/pipedrive/endpoints.ts';
import { testDatabase } from '../support/database.ts';
import { admin } from './enrichment-process.ts';
import { linkedWorld } from './linked-world.ts';

const db = await testDatabase();
const on = linkedWorld(db);

function entryOf(source: string) {
  const entry = on.world.mapping.entries.find((candidate) => candidate.source === source);
  if (!entry) throw new Error(`no ${source}`);
  return entry;
}

/** Has something happen in Pipedrive right before the first record is written, when all there is to know was read. */
function beforeFirstWrite(happen: () => void): void {
  on.world.gate.before = (name) => {
    if (name !== 'updateOrganization') return;
    on.world.gate.before = null;
    happen();
  };
}

const notes = async (source: string) => {
  const links = on.linked.map((id) => on.world.stores.links.get(on.world.companyId, id));
  return (await Promise.all(links)).flatMap((link) =>
    link?.last?.notes.filter((note) => note.source === source),
  );
};

describe('a currency that is not active', () => {
  const switchOff = () => {
    for (const currency of on.world.sandbox.world.currencies) currency.active = false;
  };
  const filled = () => on.linked.filter((id) => on.held(id)['estimated_sales'] !== null).length;

  test('has its fields left out with a note, and nothing else', async () => {
    switchOff();
    const run = await on.enrichAll(on.begin());
    expect(run, JSON.stringify(run)).toMatchObject({ state: 'done', failed: {}, written: on.linked.length });
    expect(run.notes['currency_not_active']).toBeGreaterThan(20);
    expect(filled()).toBe(0);
    expect(on.world.count('updateOrganization')).toBe(on.linked.length);
    expect(entryOf('estimated_sales').broken).toBeNull();
  });

  test('is noticed when it was switched off since the currencies were read, and breaks no entry', async () => {
    beforeFirstWrite(switchOff);
    const process = on.begin();
    const run = await on.enrichAll(process);
    expect(run, JSON.stringify(run)).toMatchObject({ state: 'done', failed: {}, written: on.linked.length });
    expect(entryOf('estimated_sales').broken).toBeNull();
    expect(filled()).toBe(0);
    expect(run.notes['currency_not_active']).toBeGreaterThan(20);
    expect(await notes('estimated_sales')).toHaveLength(run.notes['currency_not_active'] ?? 0);
    // One refused call; fields and currencies looked at once more.
    expect(on.world.count('updateOrganization')).toBe(on.linked.length + 1);
    const { listCurrencies, listOrganizationFields, updateOrganization } = endpoints;
    const looks = 2 * listCurrencies.cost + listOrganizationFields.cost;
    expect(run.tokensUsed).toBe(looks + (on.linked.length + 1) * updateOrganization.cost);

    on.world.calls.length = 0;
    expect(await on.enrichAll(process)).toMatchObject({ unchanged: on.linked.length, notes: run.notes });
    expect(on.world.calls).toEqual([]);

    // Switched on again, the amounts come.
    for (const currency of on.world.sandbox.world.currencies) currency.active = true;
    await on.enrichAll(on.begin());
    await process.worker.stop();
    expect(entryOf('estimated_sales').broken).toBeNull();
  });
});

describe('an option that is deleted while a run is under way', () => {
  test('has its field left out with a note, breaks no entry, and is made anew by the next run', async () => {
    const caller = { companyId: on.world.companyId, userId: admin, lane: 'click' } as const;
    const options = ['Nobody’s'];
    const made = await on.world.pipedrive.createOrganizationField(caller, {
      name: 'Town',
      type: 'enum',
      options,
    });
    Object.assign(entryOf('city'), { target: { code: made.code, type: 'enum' }, newOption: 'create' });
    const field = on.world.sandbox.world.fields.find(({ code }) => code === made.code);
    if (!field) throw new Error('no field');
    on.world.calls.length = 0;
    beforeFirstWrite(() => {
      field.options = [];
    });
    const process = on.begin();
    const run = await on.enrichAll(process);
    expect(run, JSON.stringify(run)).toMatchObject({ state: 'done', failed: {}, written: on.linked.length });
    expect(entryOf('city').broken).toBeNull();
    expect(run.notes['option_missing']).toBeGreaterThan(10);
    expect(on.linked.filter((id) => on.held(id)['city'] !== null)).toEqual([]);

    const next = await on.enrichAll(process);
    expect(next).toMatchObject({ state: 'done', failed: {}, written: run.notes['option_missing'] });
    expect(on.linked.filter((id) => on.held(id)['city'] !== null)).toHaveLength(next.written);
  });
});
