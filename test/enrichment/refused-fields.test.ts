import { describe, expect, test } from 'vitest';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { testDatabase } from '../support/database.ts';
import { linkedWorld } from './linked-world.ts';

const db = await testDatabase();
const on = linkedWorld(db);

const brokenOf = (source: string) =>
  on.world.mapping.entries.find((entry) => entry.source === source)?.broken?.code ?? null;
const links = () => Promise.all(on.linked.map((id) => on.world.stores.links.get(on.world.companyId, id)));

/** Deletes the field of a source in Pipedrive. */
function deleteField(source: string): void {
  const code = on.world.codeOf(source);
  for (const field of on.world.sandbox.world.fields) if (field.code === code) field.isDeleted = true;
}

/** Has Pipedrive refuse fields that it still lists. */
function refuse(...sources: string[]): void {
  const codes = sources.map(on.world.codeOf);
  on.world.gate.before = (name, _, body) => {
    if (name !== 'updateOrganization' || typeof body !== 'object' || body === null) return;
    const fieldCode = codes.find((code) => code in body);
    if (fieldCode) {
      refusals++;
      throw pipedriveError('field_refused', { fieldCode });
    }
  };
}
let refusals = 0;

function expectAllDone(view: RunView): void {
  expect(view).toMatchObject({ state: 'done', failed: {}, written: on.linked.length });
  for (const id of on.linked) expect(on.held(id)['created_at'], `organization ${id}`).not.toBeNull();
}

describe('a field that is gone from Pipedrive since it was mapped', () => {
  test('costs a run one call, is noted and shown, and all others are written', async () => {
    deleteField('city');
    expectAllDone(await on.enrichAll(on.begin()));
    expect(brokenOf('city')).toBe('target_gone');
    expect(on.world.count('updateOrganization')).toBe(on.linked.length + 1);
    expect(on.world.count('listOrganizationFields')).toBe(1);
    const noted = (await links()).filter((link) =>
      link?.last?.notes.some(({ source, code }) => source === 'city' && code === 'field_refused'),
    );
    expect(noted).toHaveLength(1);
  });

  test('is found together with all others that are gone, and no record fails', async () => {
    for (const source of ['city', 'rank', 'platform']) deleteField(source);
    expectAllDone(await on.enrichAll(on.begin()));
    expect(['city', 'rank', 'platform', 'title'].map(brokenOf)).toEqual([
      'target_gone',
      'target_gone',
      'target_gone',
      null,
    ]);
    expect(on.world.count('updateOrganization')).toBe(on.linked.length + 1);
  });

  test('is counted with what finding it took', async () => {
    deleteField('city');
    const view = await on.enrichAll(on.begin());
    const { count } = on.world;
    const tokens =
      5 * count('updateOrganization') + 10 * count('listOrganizationFields') + 20 * count('listCurrencies');
    expect(view.tokensUsed).toBe(tokens);
  });

  test('is looked for again after a pause, where tokens ran out over it', async () => {
    deleteField('city');
    let refused = false;
    on.world.gate.before = (name) => {
      if (name !== 'listOrganizationFields' || refused) return;
      refused = true;
      throw pipedriveError('budget_exhausted', { resumesAt: new Date(Date.now() + 3_600_000).toISOString() });
    };
    const process = on.begin();
    const run = await on.world.startRun(process, 'enrich_all');
    expect(await on.world.runIn(process, run.id, ['paused'])).toMatchObject({ failed: {} });
    expect(refused).toBe(true);
    await on.world.resetBudget();
    expectAllDone(await on.world.runIn(process, run.id, ['done', 'done_with_errors']));
  });
});

describe('fields that Pipedrive lists and yet refuses', () => {
  test('are left out one by one, once each, and no record fails', async () => {
    refusals = 0;
    refuse('city', 'rank', 'platform');
    expectAllDone(await on.enrichAll(on.begin()));
    expect(['city', 'rank', 'platform'].map(brokenOf)).toEqual(Array(3).fill('field_refused'));
    expect(refusals).toBe(3);
    expect((await links()).flatMap((link) => link?.last?.notes ?? [])).toEqual(
      expect.arrayContaining([
        { source: 'city', code: 'field_refused' },
        { source: 'rank', code: 'field_refused' },
        { source: 'platform', code: 'field_refused' },
      ]),
    );
  });

  test('are left out, too, where the list cannot be read', async () => {
    refuse('city');
    const refusing = on.world.gate.before;
    on.world.gate.before = (name, id, body) => {
      if (name === 'listOrganizationFields') throw pipedriveError('pipedrive_unavailable');
      return refusing?.(name, id, body);
    };
    expectAllDone(await on.enrichAll(on.begin()));
    expect(brokenOf('city')).toBe('field_refused');
  });
});

test('the field that holds the website is not written, should a mapping have come to name it', async () => {
  const code = on.world.codeOf('city');
  on.world.installations.set(on.world.companyId, { ...on.installation(), websiteField: code });
  expectAllDone(await on.enrichAll(on.begin()));
  for (const id of on.linked) expect(on.held(id)['city']).toBeNull();
  expect(brokenOf('city')).toBeNull();
});
