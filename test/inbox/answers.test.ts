import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attention } from '../../server/enrichment/activity.contract.ts';
import { runList } from '../../server/runs/runs.contract.ts';
import { type CarefulApp, carefulApp } from '../flows/careful-app.ts';
import { publishChange } from '../releases/weekly-app.ts';
import { testDatabase } from '../support/database.ts';
import { expectPrivate, newCanary } from '../support/privacy-sweep.ts';
import { waitFor } from '../support/wait-for.ts';

const db = await testDatabase();
const canary = newCanary();
let app: CarefulApp;
let shops: number[] = [];
let text = '';
const person = () => ({ userId: app.admin, source: 'app' }) as const;

beforeAll(async () => {
  app = await carefulApp(db, { organizations: 60, stores: 60, withEvents: true, canary });
  await app.finished(await app.startRun('/api/scans'));
  const links = await db.collection('links').find({ enrichable: true }).sort({ orgId: 1 }).toArray();
  shops = links.map(({ orgId }) => Number(orgId));
  text = app.codes.get('platform') ?? [...app.codes.values()][0] ?? '';
  await app.settle({ rule: 'always' });
  await app.finished(await app.startRun('/api/enrich-all'));
});
afterAll(() => app.close());

/** Everything Pipedrive had to tell has been delivered and answered. */
async function answered(): Promise<void> {
  await waitFor(
    'the answers',
    async () => (await db.collection('inbox_events').countDocuments({ state: 'waiting' })) === 0,
  );
}

/** For some seconds events are judged by the mapping as it was: until one comes that knows it as it is. */
async function judgedByTheNewMapping(): Promise<void> {
  const version = (await db.collection('mappings').findOne())?.['version'];
  let name = 0;
  await waitFor('the new mapping', async () => {
    app.sandbox.deps.records.change('organization', shops[4] ?? 0, { name: `Name ${name++}` }, person());
    await app.sandbox.webhooks.settled();
    return (await db.collection('inbox_events').countDocuments({ 'event.mappingVersion': version })) > 0;
  });
  await answered();
}

const linkOf = (orgId: number) => db.collection('links').findOne({ orgId });

describe('what happens in Pipedrive', () => {
  beforeEach(answered);

  it('costs no call where it is only what the app itself wrote', async () => {
    const before = app.tokens();
    const told = await db.collection('inbox_events').countDocuments();
    expect(told).toBeGreaterThan(0);
    expect(before.reads).toBe(0);
    expect(before.patches).toBe(shops.length);
  });

  it('is known to careful runs, which spare what a person typed without a look', async () => {
    await app.settle({ rule: 'if_empty_or_ours' });
    const orgId = shops[3] ?? 0;
    app.type(orgId, text, 'typed to stay');
    await app.sandbox.webhooks.settled();
    await answered();
    const before = app.tokens();
    const run = await app.finished(await app.startRun('/api/enrich-all'));
    expect(run).toMatchObject({ state: 'done', written: 0, failed: {} });
    const { patches, lists, reads } = app.tokens();
    expect({ patches, lists, reads }).toEqual({
      patches: before.patches,
      lists: before.lists,
      reads: before.reads,
    });
    expect(app.held(orgId, text)).toBe('typed to stay');
  });

  it('is known to the weekly run of a release as well, which brings the others', async () => {
    await judgedByTheNewMapping();
    const name = app.codes.get('merchant_name') ?? '';
    const links = await db
      .collection('links')
      .find({ enrichable: true, orgId: { $in: shops.slice(0, 6) } })
      .toArray();
    const stores = links.map(({ match }) => String(match.storeId));
    const moved = await db.collection('links').countDocuments({ 'match.storeId': { $in: stores } });
    const bring = async (merchantName: string) => {
      const release = await publishChange(db, stores, () => ({ merchant_name: merchantName }));
      await app.parts.onReleasePublished();
      const { id } = await waitFor('the run of the release', async () => {
        const { runs } = await app.ask(runList, app.admin, 'GET', '/api/runs');
        return runs.find((run) => run.release === release);
      });
      return app.finished(id);
    };
    // The first write by a rule that was just made careful may look.
    expect((await bring('One name')).written).toBe(moved);
    await app.sandbox.webhooks.settled();
    await answered();
    const orgId = shops[3] ?? 0;
    app.type(orgId, name, 'typed before the release');
    await app.sandbox.webhooks.settled();
    await answered();
    const before = app.tokens();
    const run = await bring('Another name');
    expect(run).toMatchObject({ state: 'done', kind: 'weekly', written: moved - 1, failed: {} });
    const { patches, lists, reads } = app.tokens();
    expect({ patches, lists, reads }).toEqual({
      patches: before.patches + moved - 1,
      lists: before.lists,
      reads: before.reads,
    });
    expect(app.held(orgId, name)).toBe('typed before the release');
    await app.settle({ rule: 'always' });
    await judgedByTheNewMapping();
  });

  it('is put right at once where a field always holds what the store says, without reading', async () => {
    const [orgId = 0] = shops;
    const ours = app.held(orgId, text);
    const before = app.tokens();
    app.type(orgId, text, `typed ${canary}`);
    await waitFor('the field to be put right', async () => app.held(orgId, text) === ours);
    await answered();
    const after = app.tokens();
    expect({ patches: after.patches - before.patches, reads: after.reads - before.reads }).toEqual({
      patches: 1,
      reads: 0,
    });
  });

  it('is let be after three times a day, and the panel and the settings page say so', async () => {
    const orgId = shops[1] ?? 0;
    const ours = app.held(orgId, text);
    for (let times = 1; times <= 3; times++) {
      app.type(orgId, text, `typed ${times}`);
      await waitFor('the field to be put right', async () => app.held(orgId, text) === ours);
      await answered();
    }
    app.type(orgId, text, 'typed for good');
    await waitFor('the fight to be stopped', async () =>
      (await linkOf(orgId))?.['last']?.notes.some(({ code }: { code: string }) => code === 'fight_stopped'),
    );
    expect(app.held(orgId, text)).toBe('typed for good');
    const { fights, merged } = await app.ask(attention, app.admin, 'GET', '/api/attention');
    expect(fights.map(({ organizationId, fields }) => [organizationId, fields.length])).toEqual([[orgId, 1]]);
    expect(merged).toEqual([]);
  });

  it('of a deleted organization is remembered, and of a restored one enriched again', async () => {
    const orgId = shops[2] ?? 0;
    app.sandbox.deps.records.remove('organization', orgId, person());
    await waitFor('the mark', async () => (await linkOf(orgId))?.['gone'] === true);
    app.sandbox.deps.records.restore('organization', orgId, person());
    await waitFor('the link', async () => (await linkOf(orgId))?.['enrichable'] === true);
  });

  it('leaves nothing behind that a person typed', async () => {
    await answered();
    await expectPrivate(db, canary, app.log());
  });
});
