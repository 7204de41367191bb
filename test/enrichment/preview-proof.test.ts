import { afterAll, expect, test } from 'vitest';
import { type PreviewRecord, previewResult } from '../../server/enrichment/preview/preview.contract.ts';
import type { Field } from '../../server/pipedrive/types.ts';
import { seededRandom } from '../sandbox/seed/random.ts';
import { testDatabase } from '../support/database.ts';
import { admin } from './enrichment-process.ts';
import { panelWorld, person } from './panel-world.ts';
import { diceOf, drifted, movedOn, reshuffle, typedValue } from './random-case.ts';

const db = await testDatabase();
const on = panelWorld(db);
const cases = 500;

const types = [
  'varchar',
  'varchar',
  'varchar_auto',
  'text',
  'double',
  'double',
  'double',
  'monetary',
  'date',
];
const lists = ['enum', 'set', 'phone', 'address'];

/** What happened, over all cases: a proof over cases in which nothing ever happens proves nothing. */
const met = new Map<string, number>();
afterAll(() => {
  for (const thing of ['write', 'in_step', 'not_ours', 'not_empty', 'rule_never', 'missing_kept', 'note'])
    expect([thing, met.get(thing) ?? 0]).toEqual([thing, expect.toSatisfy((count: number) => count > 20)]);
  for (const thing of ['within_tolerance', 'rides_along', 'broken', 'option_created', 'no change'])
    expect([thing, met.get(thing) ?? 0]).toEqual([thing, expect.toSatisfy((count: number) => count > 3)]);
});

test(`what a preview shows is what the button then writes, ${cases} times`, {
  timeout: 600_000,
}, async () => {
  const dice = diceOf(seededRandom(20_261));
  const caller = { companyId: on.world.companyId, userId: admin, lane: 'click' as const };
  const codes = new Set<string>();
  for (const [at, type] of [...types, ...lists].entries()) {
    const hasOptions = type === 'enum' || type === 'set';
    const made = await on.world.pipedrive.createOrganizationField(caller, {
      name: `Target ${at}`,
      type,
      ...(hasOptions && { options: ['Shopify', 'Portland', 'Facebook Pixel'] }),
    });
    codes.add(made.code);
  }
  const targets = (): Field[] =>
    on.world.sandbox.world.fields
      .filter(({ code }) => codes.has(code))
      .map((field) => ({ ...field, options: field.options ?? [], isCustom: true, isOptional: false }));

  // Another release for every case; preview and button see the same.
  const { catalog } = on.world.stores;
  const { findStores } = catalog;
  const release = { salt: 0, drift: 1 };
  catalog.findStores = async (ids) => {
    const moved = diceOf(seededRandom(release.salt));
    const found = [...(await findStores(ids))];
    return new Map(
      found.map(([id, store]) => {
        const domain = drifted(movedOn(store.domain, moved), release.drift);
        return [id, { ...store, domain }];
      }),
    );
  };
  const process = on.world.startProcess();
  on.process.app = process.app;
  on.process.worker = process.worker;
  process.worker.start();
  await on.world.scanned(process);
  const installation = on.world.installations.get(on.world.companyId);
  if (!installation) throw new Error('not installed');
  const organizations = (await on.world.stores.links.enrichableIds(installation, 0, 1000)).slice(0, 12);
  expect(organizations.length).toBe(12);

  const sent: Record<string, unknown>[] = [];
  on.world.gate.before = (name, _id, body) => {
    if (name === 'updateOrganization') sent.push(body as Record<string, unknown>);
  };

  for (let at = 0; at < cases; at++) {
    const id = dice.pick(organizations);
    release.salt = dice.below(1_000_000);
    release.drift = 1;
    reshuffle(on.world.mapping, targets(), dice);
    edit(id, 0.2);
    await provePreview(id, at);
    if (!dice.chance(0.2)) continue;
    release.drift = dice.pick([1, 1.03, 1.03, 0.7]);
    edit(id, 0.03);
    await provePreview(id, at);
  }

  function edit(id: number, share: number): void {
    for (const field of targets()) {
      if (!dice.chance(share)) continue;
      const held = on.world.organization(id).custom_fields;
      const changed = { ...held, [field.code]: typedValue(field, dice) } as typeof held;
      on.world.sandbox.deps.records.change('organization', id, { custom_fields: changed }, person);
    }
  }

  async function provePreview(id: number, at: number): Promise<void> {
    const body = { objectType: 'organization', scope: { kind: 'records', ids: [id] }, draft: null };
    const preview = previewResult.parse(await on.call('post', '/api/preview', { body }));
    const record = preview.records[0];
    if (!record) throw new Error('no record');
    expect(record.state).toBe('ok');
    expect(sent).toEqual([]);

    on.world.calls.length = 0;
    const written = await on.enrich(id);
    expect(written.enrichment.errorCode).toBeNull();
    expect(sent.length * 5, `tokens of case ${at}`).toBe(record.tokens);
    if (sent.length > 0)
      expect(on.world.tokens(), `tokens of case ${at}`).toBeLessThanOrEqual(preview.tokens);
    else expect(preview.tokens, `tokens of case ${at}`).toBe(0);
    const fields = new Map(targets().map((field) => [field.code, field]));
    const wrote = Object.entries(sent.pop() ?? {}).map(([code, value]) => [
      fields.get(code)?.name,
      shown(value, fields.get(code)),
    ]);
    expect(Object.fromEntries(wrote), `case ${at} on ${id}`).toEqual(promised(record));
    // What was not to be written holds what it held.
    const held = on.world.organization(id).custom_fields;
    const stays = record.fields.filter(({ action }) => action === 'keep');
    const holds = stays.map(({ targetName }) => {
      const field = [...fields.values()].find(({ name }) => name === targetName);
      return [targetName, shown(held[field?.code ?? ''] ?? null, field)];
    });
    expect(holds, `case ${at} on ${id}`).toEqual(stays.map(({ targetName, now }) => [targetName, now]));
    note(record);
  }
});

const promised = ({ fields }: PreviewRecord) =>
  Object.fromEntries(
    fields.filter(({ action }) => action === 'write').map(({ targetName, next }) => [targetName, next]),
  );

function note({ fields }: PreviewRecord): void {
  const things = fields.flatMap(({ action, reason, note }) => [reason ?? action, note ?? '']);
  if (!things.includes('write')) things.push('no change');
  for (const thing of things) met.set(thing, (met.get(thing) ?? 0) + 1);
}

/** A value as the preview shows it, worked out here once more. */
function shown(value: unknown, field: Field | undefined): unknown {
  const label = (id: unknown) => field?.options.find((option) => option.id === id)?.label;
  if (value === null || value === undefined) return null;
  if (field?.type === 'enum') return label(value);
  if (Array.isArray(value)) return value.map(label);
  if (typeof value !== 'object') return value;
  const { value: inner, currency } = value as { value: unknown; currency?: string };
  return field?.type === 'monetary' ? { amount: inner, currency } : inner;
}
