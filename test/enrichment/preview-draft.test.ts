import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PreviewResult, previewResult } from '../../server/enrichment/preview/preview.contract.ts';
import {
  type CalculatedValueView,
  type MappingChanges,
  type MappingView,
  mappingView,
} from '../../server/mapping/mapping.contract.ts';
import { type PreparedApp, preparedApp } from '../flows/prepared-app.ts';
import { dumpDatabase, testDatabase } from '../support/database.ts';

const db = await testDatabase();
let app: PreparedApp;
let mapping: MappingView;
let ids: number[];

beforeAll(async () => {
  app = await preparedApp(db, { sandbox: { organizations: 40 }, withoutEvents: true });
  await app.finished(await app.startRun('/api/scans'));
  await app.createFields(6);
  mapping = await app.ask(mappingView, app.admin, 'GET', '/api/mapping');
  const { records } = await preview({ objectType: 'organization', scope: { kind: 'sample', count: 3 } });
  ids = records.map(({ id }) => id);
});
afterAll(() => app.close());

const preview = (request: object): Promise<PreviewResult> =>
  app.ask(previewResult, app.admin, 'POST', '/api/preview', { draft: null, ...request });

const withDraft = (draft: Omit<MappingChanges, 'edition'>) =>
  preview({
    objectType: 'organization',
    scope: { kind: 'records', ids },
    draft: { edition: mapping.edition, ...draft },
  });

const mapped = () => mapping.organization.rows.filter(({ state }) => state === 'mapped');
function rowOf(at: number) {
  const row = mapped()[at];
  if (!row) throw new Error('no such row');
  return row;
}
const fieldsOf = ({ records }: PreviewResult, source: string) =>
  records.map(({ fields }) => fields.find((field) => field.source === source));

it('shows the mapping as saved where nothing else is asked for', async () => {
  const result = await preview({ objectType: 'organization', scope: { kind: 'records', ids } });
  expect(result.problems).toEqual([]);
  for (const { state, fields } of result.records)
    expect([state, fields.map(({ source }) => source).sort()]).toEqual([
      'ok',
      mapped()
        .map(({ source }) => source)
        .sort(),
    ]);
});

/** Where the app counts, and notes what it does by itself in a new installation meanwhile. */
const ownWork = new Set([
  ...['budget_days', 'burst_windows', 'jobs', 'agenda_logs'],
  ...['given_releases', 'signal_releases', 'webhook_subscriptions'],
]);

it('shows what changes would do that are not saved, and saves nothing', async () => {
  const before = await dumpDatabase(db);
  const [off, never] = [rowOf(0), rowOf(1)];
  const result = await withDraft({
    organization: {
      entries: {
        [off.source]: { ...off.settings, enabled: false },
        [never.source]: { ...never.settings, rule: 'never' },
      },
    },
  });
  expect(result.problems).toEqual([]);
  expect(fieldsOf(result, off.source)).toEqual(ids.map(() => undefined));
  for (const field of fieldsOf(result, never.source))
    expect(field).toMatchObject({ action: 'keep', reason: 'rule_never', rule: 'never' });
  const after = await dumpDatabase(db);
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
    if (!ownWork.has(name)) expect(after[name] ?? [], name).toEqual(before[name] ?? []);
});

it('lists what keeps the draft from being saved, leaves that out and shows the rest', async () => {
  const [one, other] = [rowOf(0), rowOf(1)];
  const result = await withDraft({
    organization: { entries: { [one.source]: { ...one.settings, target: other.settings.target } } },
  });
  expect(result.problems.map(({ source }) => source)).toEqual(
    expect.arrayContaining([one.source, other.source]),
  );
  for (const { message } of result.problems) expect(message).toMatch(/\.$/);
  expect(fieldsOf(result, one.source)).toEqual(ids.map(() => undefined));
  expect(result.records[0]?.fields.length).toBe(mapped().length - 2);
});

it('calculates values of a draft, and says per field what could not be calculated', async () => {
  const [good, bad] = [rowOf(0), rowOf(1)];
  const value = (name: string, expression: string): CalculatedValueView => {
    return { name, label: name, expression, resultType: 'text', examples: [] };
  };
  const result = await withDraft({
    calculated: [value('shout', '_domain.name + "!"'), value('broken', '_domain.nothing_of_the_kind.at_all')],
    organization: {
      entries: {
        [good.source]: { ...good.settings, target: null },
        [bad.source]: { ...bad.settings, target: null },
        'calculated:shout': { ...good.settings, volatility: { kind: 'exact' } },
        'calculated:broken': { ...bad.settings, volatility: { kind: 'exact' } },
      },
    },
  });
  for (const [at, field] of fieldsOf(result, 'calculated:shout').entries())
    expect(field).toMatchObject({
      label: 'shout',
      action: 'write',
      next: `${result.records[at]?.storeHost}!`,
    });
  for (const field of fieldsOf(result, 'calculated:broken'))
    expect(field).toMatchObject({ action: 'keep', reason: 'note', note: 'calculation_failed' });
});

it('shows people by their own mapping, saved or not', async () => {
  const organization = ids[0] ?? 0;
  const someone = app.sandbox.world.persons[0];
  if (!someone) throw new Error('no people');
  const actor = { userId: app.admin, source: 'app' } as const;
  app.sandbox.deps.records.change('person', someone.id, { org_id: organization }, actor);
  const target = mapping.person.targets.find(({ type }) => type === 'text' || type === 'varchar');
  const row = mapping.person.rows.find(({ kind }) => kind === 'text');
  if (!target || !row) throw new Error('nothing to write to a person');
  const draft = {
    edition: mapping.edition,
    person: {
      enabled: true,
      entries: { [row.source]: { ...row.settings, target: target.code, enabled: true } },
    },
  };
  const scope = { kind: 'records', ids: [someone.id] };
  const { records, problems } = await preview({ objectType: 'person', scope, draft });
  expect(problems).toEqual([]);
  expect(records).toMatchObject([{ id: someone.id, state: 'ok', fields: [{ source: row.source }] }]);
  const saved = await preview({ objectType: 'person', scope });
  expect(saved.records).toMatchObject([{ state: 'not_enabled', fields: [] }]);
});
