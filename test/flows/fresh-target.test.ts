import { expect, it, onTestFinished } from 'vitest';
import { mappingView } from '../../server/mapping/mapping.contract.ts';
import { testDatabase } from '../support/database.ts';
import { carefulApp } from './careful-app.ts';

const db = await testDatabase();

it('fills a field that was made after the field list was last read, and takes it for no deleted one', async () => {
  const app = await carefulApp(db, { organizations: 20, stores: 20 });
  onTestFinished(() => app.close());
  await app.finished(await app.startRun('/api/scans'));
  await app.settle({ rule: 'if_empty_or_ours' });
  await app.finished(await app.startRun('/api/enrich-all'));

  await app.createFields(7);
  const before = await app.ask(mappingView, app.admin, 'GET', '/api/mapping');
  const fresh = before.organization.rows.find(
    ({ source, settings }) => settings.target !== null && !app.codes.has(source),
  );
  const entry = { ...fresh?.settings, rule: 'if_empty_or_ours' };
  const change = { edition: before.edition, organization: { entries: { [fresh?.source ?? '']: entry } } };
  await app.ask(mappingView, app.admin, 'PUT', '/api/mapping', change);

  const run = await app.finished(await app.startRun('/api/enrich-all'));
  const after = await app.ask(mappingView, app.admin, 'GET', '/api/mapping');
  expect(after.organization.rows.find(({ source }) => source === fresh?.source)).toMatchObject({
    state: 'mapped',
    brokenCode: null,
  });
  expect(run.written).toBeGreaterThan(0);
});
