import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CarefulApp, carefulApp } from '../flows/careful-app.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';

const db = await testDatabase();
let app: CarefulApp;
/** Websites of linked organizations, and what the app has written to a field for each. */
let known: { orgId: number; website: string; domain: unknown }[] = [];
let code = '';

beforeAll(async () => {
  app = await carefulApp(db, { organizations: 60, stores: 60, withEvents: true });
  await app.finished(await app.startRun('/api/scans'));
  await app.settle({ rule: 'always' });
  await app.finished(await app.startRun('/api/enrich-all'));
  const links = await db.collection('links').find({ enrichable: true }).sort({ orgId: 1 }).toArray();
  code =
    [...app.codes.values()].find(
      (each) => new Set(links.map(({ orgId }) => app.held(Number(orgId), each))).size > 3,
    ) ?? '';
  known = links.map(({ orgId, domains }) => ({
    orgId: Number(orgId),
    website: `https://${String(domains[0])}/`,
    domain: app.held(Number(orgId), code),
  }));
});
afterAll(() => app.close());

const person = () => ({ userId: app.admin, source: 'app' }) as const;
const linkOf = (orgId: number) => db.collection('links').findOne({ orgId });

describe('a website', () => {
  it('of an organization that is new leads to its store, and the fields are filled', async () => {
    const [like] = known;
    const model = app.sandbox.world.organizations.find(({ id }) => id === like?.orgId);
    if (!like || !model) throw new Error('no shop');
    const { id: _, add_time: __, update_time: ___, is_deleted: ____, ...values } = model;
    const fresh = { ...values, website: like.website, custom_fields: {} };
    const { id } = app.sandbox.deps.records.create('organization', fresh, person());
    await waitFor('the field to be filled', () => app.held(id, code) === like.domain);
    expect((await linkOf(id))?.['match'].storeId).toBe((await linkOf(like.orgId))?.['match'].storeId);
  });

  it('that a person changes leads to another store, whose values take the place of the old ones', async () => {
    const [one] = known;
    const other = known.find(({ domain }) => domain !== one?.domain && domain);
    if (!one || !other) throw new Error('no two shops');
    app.sandbox.deps.records.change('organization', one.orgId, { website: other.website }, person());
    await waitFor('the values of the other store', () => app.held(one.orgId, code) === other.domain);
    expect((await linkOf(one.orgId))?.['match'].storeId).toBe((await linkOf(other.orgId))?.['match'].storeId);
  });
});
