import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enrichAllEstimate } from '../../server/enrichment/enrichment.contract.ts';
import { settingsView, websiteFieldChoices } from '../../server/install/install.contract.ts';
import { mappingView } from '../../server/mapping/mapping.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { testDatabase } from '../support/database.ts';

const db = await testDatabase();
let app: PreparedApp;
/** A custom text field that could hold the website as well. */
let other: string;

beforeAll(async () => {
  app = await preparedApp(db, { withoutWork: true });
  const path = '/api/settings/website-fields';
  const { choices } = await app.ask(websiteFieldChoices, app.admin, 'GET', path);
  other = choices.find(({ code }) => code !== 'website')?.code ?? '';
});
afterAll(async () => {
  await app.parts.stopWork();
  await app.close();
});

const choose = (code: string) => app.api(app.admin, 'PUT', '/api/settings/website-field', { code });
const chosen = async () =>
  (await app.ask(settingsView, app.admin, 'GET', '/api/settings')).websiteField?.code;
const estimate = () => app.ask(enrichAllEstimate, app.admin, 'GET', '/api/enrich-all/estimate');
const links = db.collection<{ orgId: number; enrichable: boolean; rev: number }>('links');
const matched = () => links.countDocuments({ 'match.storeId': { $ne: null } });
const decide = async (orgId: number, decision: string) =>
  app.api(app.admin, 'POST', `/api/organizations/${orgId}/link`, { decision });

describe('changing the website field', () => {
  test('is refused for a field that the mapping fills', async () => {
    const { edition, organization } = await app.ask(mappingView, app.admin, 'GET', '/api/mapping');
    const settings = organization.rows.find(({ source }) => source === 'title')?.settings;
    const save = (seen: number, target: string | null) =>
      app.ask(mappingView, app.admin, 'PUT', '/api/mapping', {
        edition: seen,
        organization: { entries: { title: { ...settings, target } } },
      });
    const saved = await save(edition, other);
    expect(await choose(other)).toMatchObject({ status: 409, body: { error: { code: 'field_is_mapped' } } });
    expect(await chosen()).toBe('website');
    await save(saved.edition, null);
  });

  test('waits for a run under way, and is possible again once that is cancelled', async () => {
    const scan = await app.startRun('/api/scans');
    const refused = await choose(other);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'run_active',
          message: 'Wait until the run under way has finished, or cancel it.',
        },
      },
    });
    expect(await chosen()).toBe('website');

    await app.api(app.admin, 'POST', `/api/runs/${scan}/cancel`);
    expect((await choose(other)).status).toBe(200);
    expect(await chosen()).toBe(other);
    expect((await choose('website')).status).toBe(200);
  });

  test('forgets what the old field matched, keeps decisions, and leaves nothing to enrich until the next scan', async () => {
    await app.parts.startWork();
    await app.finished(await app.startRun('/api/scans'));
    await app.createFields(3);
    const { records } = await estimate();
    expect(records).toBeGreaterThan(10);
    const [first, second] = await links.find({ enrichable: true }).sort({ orgId: 1 }).limit(2).toArray();
    await decide(first?.orgId ?? 0, 'do_not_enrich');
    await decide(second?.orgId ?? 0, 'not_this_store');

    await choose('website');
    expect(await matched()).toBeGreaterThan(10);

    const { rev } = (await links.findOne({ orgId: first?.orgId ?? 0 })) ?? { rev: 0 };
    await choose(other);
    expect(await matched()).toBe(0);
    expect(await links.countDocuments({ 'domains.0': { $exists: true } })).toBe(0);
    expect(await estimate()).toMatchObject({ records: 0, blocked: { code: 'nothing_to_enrich' } });
    expect((await app.api(app.admin, 'POST', '/api/enrich-all')).status).toBe(409);
    // Whoever read a link before the change must not write over it.
    expect((await links.findOne({ orgId: first?.orgId ?? 0 }))?.rev).toBe(rev + 1);

    await choose('website');
    await app.finished(await app.startRun('/api/scans'));
    expect((await estimate()).records).toBe(records - 2);
    expect(await links.findOne({ orgId: first?.orgId ?? 0 })).toMatchObject({ doNotEnrich: true });
    expect(await links.findOne({ orgId: second?.orgId ?? 0 })).toMatchObject({
      match: { kind: 'not_this_store', storeId: null },
    });
  });
});
