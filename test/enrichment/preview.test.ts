import { describe, expect, test } from 'vitest';
import { type PreviewRequest, previewResult } from '../../server/enrichment/preview/preview.contract.ts';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import { AppError } from '../../server/platform/errors.ts';
import { testDatabase } from '../support/database.ts';
import { admin, regular } from './enrichment-process.ts';
import { organizationWith, panelWorld, person, shop } from './panel-world.ts';

const db = await testDatabase();
const on = panelWorld(db);
const shopless = () => organizationWith((website) => website.text === null);

async function preview(request: Partial<PreviewRequest> & Pick<PreviewRequest, 'scope'>, as?: string) {
  const body = { objectType: 'organization', draft: null, ...request };
  const options = as === undefined ? { body } : { body, as };
  return previewResult.parse(await on.call('post', '/api/preview', options));
}
const records = (...ids: number[]): PreviewRequest['scope'] => ({ kind: 'records', ids });

async function everythingStored(): Promise<unknown> {
  const collections = ['links', 'run_history', 'runs', 'run_chunks'];
  return Promise.all(collections.map((name) => db.collection(name).find().sort({ _id: 1 }).toArray()));
}

describe('a preview of records', () => {
  test('shows every mapped field now and next, says why, and leaves no trace', async () => {
    const before = {
      stored: await everythingStored(),
      world: structuredClone(on.world.organization(shop())),
    };
    const { records: seen, tokens, seconds, tokensLeftToday } = await preview({ scope: records(shop()) });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ id: shop(), state: 'ok', tokens: 5, name: before.world.name });
    expect(seen[0]?.fields).toHaveLength(8);
    const title = seen[0]?.fields.find(({ source }) => source === 'title');
    expect(title).toMatchObject({
      targetName: 'Store Leads: Title',
      now: null,
      next: expect.any(String),
      rule: 'always',
      action: 'write',
      reason: null,
    });
    expect({ tokens, seconds, tokensLeftToday }).toEqual({ tokens: 6, seconds: 1, tokensLeftToday: 40_000 });
    expect(await everythingStored()).toEqual(before.stored);
    expect(on.world.organization(shop())).toEqual(before.world);
    expect(on.world.count('updateOrganization')).toBe(0);
  });

  test('says of a record in step that nothing is written, and costs nothing to write', async () => {
    await on.enrich(shop());
    const { records: seen, tokens } = await preview({ scope: records(shop()) });
    expect(tokens).toBe(0);
    expect(new Set(seen[0]?.fields.map(({ action, reason }) => `${action} ${reason}`))).toEqual(
      new Set(['keep in_step']),
    );
  });

  test('names what a person typed as what would be replaced', async () => {
    await on.enrich(shop());
    const code = on.world.codeOf('title');
    const held = on.world.organization(shop()).custom_fields;
    const typed = { custom_fields: { ...held, [code]: 'typed by hand' } };
    on.world.sandbox.deps.records.change('organization', shop(), typed, person);
    const { records: seen } = await preview({ scope: records(shop()) });
    const written = seen[0]?.fields.filter(({ action }) => action === 'write');
    expect(written).toMatchObject([{ source: 'title', now: 'typed by hand', next: held[code] }]);
  });

  test('says of each record why nothing would be written to it', async () => {
    const excluded = organizationWith((website) => website.shop === 1);
    await on.decide(excluded, { decision: 'do_not_enrich' });
    const deleted = organizationWith((website) => website.shop === 2);
    on.world.sandbox.deps.records.change('organization', deleted, { is_deleted: true }, person);
    const { records: seen, tokens } = await preview({
      scope: records(excluded, deleted, shopless(), 999_999, excluded),
    });
    expect(seen.map(({ id, state, fields }) => [id, state, fields.length])).toEqual([
      [excluded, 'excluded', 0],
      [deleted, 'deleted', 0],
      [shopless(), 'no_store', 0],
      [999_999, 'no_access', 0],
    ]);
    expect(tokens).toBe(0);
  });

  test('reads many with one list in the name of who asks, and hides what that user cannot see', async () => {
    const ids = on.world.sandbox.world.organizations.slice(0, 40).map(({ id }) => id);
    on.world.calls.length = 0;
    const as = `${on.world.companyId} ${regular}`;
    const { records: seen } = await preview({ scope: records(...ids, 999_999) }, as);
    expect(seen.map(({ id }) => id)).toEqual([...ids, 999_999]);
    expect(seen.at(-1)?.state).toBe('no_access');
    expect(on.world.count('listOrganizations')).toBe(1);
    expect(on.world.count('getOrganization')).toBe(0);
    expect(new Set(on.world.calls.map(({ userId }) => userId))).toEqual(new Set([regular]));
  });

  test('samples the company’s own matches, once there are some', async () => {
    expect((await preview({ scope: { kind: 'sample', count: 5 } })).records).toEqual([]);
    on.process.worker.start();
    await on.world.scanned(on.process);
    const { records: seen } = await preview({ scope: { kind: 'sample', count: 5 } });
    expect(seen).toHaveLength(5);
    for (const { state, fields } of seen) expect([state, fields.length]).toEqual(['ok', 8]);
  });

  test('shows people what their mapping would write, by the store of their organization', async () => {
    const some = on.world.sandbox.world.persons.find(({ org_id }) => org_id === shop());
    const alone = on.world.sandbox.world.persons.find(({ org_id }) => org_id === null);
    const someone = some ?? on.world.sandbox.world.persons[0];
    if (!someone || !alone) throw new Error('no such people');
    on.world.sandbox.deps.records.change('person', someone.id, { org_id: shop() }, person);
    const { records: seen } = await preview({
      objectType: 'person',
      scope: records(someone.id, alone.id, 999_999),
    });
    expect(seen.map(({ id, state }) => [id, state])).toEqual([
      [someone.id, 'not_enabled'],
      [alone.id, 'no_organization'],
      [999_999, 'no_access'],
    ]);
    expect(seen[0]?.storeHost).toEqual(expect.any(String));
  });

  test('shows what is written when enriching is off, and that nothing is', async () => {
    on.world.mapping.enabled = false;
    const { records: seen, tokens } = await preview({ scope: records(shop()) });
    expect(seen[0]).toMatchObject({ state: 'not_enabled', tokens: 0 });
    expect(seen[0]?.fields.length).toBe(8);
    expect(tokens).toBe(0);
  });

  test('is refused with the reason where plan, website field or tokens are missing', async () => {
    const ask = (status: number) =>
      on.call('post', '/api/preview', {
        body: { objectType: 'organization', draft: null, scope: records(shop()) },
        status,
      });
    const installation = on.world.installations.get(on.world.companyId);
    if (!installation) throw new Error('not installed');
    on.world.installations.set(on.world.companyId, { ...installation, plan: 'free' });
    expect(await ask(403)).toMatchObject({ error: { code: 'plan_required' } });
    on.world.installations.set(on.world.companyId, { ...installation, websiteField: null });
    expect(await ask(409)).toMatchObject({ error: { code: 'website_field_not_chosen' } });
    on.world.installations.set(on.world.companyId, installation);
    on.world.gate.before = () => {
      throw new AppError({ code: 'budget_exhausted', status: 429, message: 'None left.' });
    };
    expect(await ask(429)).toMatchObject({ error: { code: 'budget_exhausted' } });
  });

  test.each([
    ['no ids', { kind: 'records', ids: [] }],
    ['too many ids', { kind: 'records', ids: Array.from({ length: 101 }, (_, at) => at + 1) }],
    ['an odd id', { kind: 'records', ids: [1.5] }],
    ['a sample too large', { kind: 'sample', count: 21 }],
  ])('with %s is refused before anything is read', async (_, scope) => {
    const body = { objectType: 'organization', draft: null, scope };
    await on.call('post', '/api/preview', { body, status: 400 });
    expect(on.world.calls).toEqual([]);
  });

  test('with changes that are not saved is for those who may save them', async () => {
    const body = { objectType: 'organization', draft: { edition: 0 }, scope: records(shop()) };
    await on.call('post', '/api/preview', { body, as: `${on.world.companyId} ${regular}`, status: 403 });
  });
});

describe('enriching several organizations', () => {
  const enrich = (ids: number[], as = `${on.world.companyId} ${admin}`) =>
    on.call('post', '/api/organizations/enrich', { body: { ids }, as });

  test('writes one after another in the caller’s name and says what came of each', async () => {
    const other = organizationWith((website) => website.shop === 1);
    await on.enrich(other);
    on.world.calls.length = 0;
    const answer = await enrich([shop(), other, 999_999], `${on.world.companyId} ${regular}`);
    expect(answer).toMatchObject({
      records: [
        { id: shop(), outcome: 'written', code: null },
        { id: other, outcome: 'unchanged', fieldsWritten: 0 },
        { id: 999_999, outcome: 'failed', code: 'no_access', message: expect.any(String) },
      ],
      stopped: null,
    });
    const writes = on.world.calls.filter(({ name }) => name === 'updateOrganization');
    expect(writes).toEqual([{ name: 'updateOrganization', userId: regular }]);
    expect(await enrich([shopless()])).toMatchObject({
      records: [{ id: shopless(), outcome: 'failed', code: 'no_store', message: expect.any(String) }],
    });
  });

  test('says of a refused write why, and goes on with the others', async () => {
    const other = organizationWith((website) => website.shop === 1);
    on.world.gate.before = (name, id) => {
      if (name === 'updateOrganization' && id === shop()) throw pipedriveError('no_access');
    };
    expect(await enrich([shop(), other])).toMatchObject({
      records: [
        { id: shop(), outcome: 'failed', code: 'no_access', message: expect.stringContaining('admin') },
        { id: other, outcome: 'written' },
      ],
    });
  });

  test.each(['getOrganization', 'updateOrganization'] as const)(
    'stops when tokens run out at %s, and says so',
    async (call) => {
      const other = organizationWith((website) => website.shop === 1);
      on.world.gate.before = (name, id) => {
        if (name === call && id === other)
          throw new AppError({ code: 'budget_exhausted', status: 429, message: 'None left.' });
      };
      expect(await enrich([shop(), other, shopless()])).toMatchObject({
        records: [{ id: shop(), outcome: 'written' }],
        stopped: { code: 'budget_exhausted', message: expect.any(String) },
      });
      const link = await on.world.stores.links.get(on.world.companyId, other);
      expect(link?.lock ?? null).toBeNull();
    },
  );

  test('is refused as a whole where nothing could be enriched', async () => {
    on.world.mapping.enabled = false;
    const answer = await on.call('post', '/api/organizations/enrich', {
      body: { ids: [shop()] },
      status: 409,
    });
    expect(answer).toMatchObject({ error: { code: 'object_not_enabled' } });
  });
});
