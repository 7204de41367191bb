import type { Frame } from 'playwright-core';
import { expect, it } from 'vitest';
import { type PreviewResult, previewResult } from '../../server/enrichment/preview/preview.contract.ts';
import type { CustomValue } from '../sandbox/world.ts';
import { choose } from '../support/press.ts';
import { valueLabel, valueSource } from './studio-calculated-steps.ts';
import { typedByHand } from './studio-mapping-steps.ts';
import type { CustomValues, StudioStage } from './studio-stage.ts';

/** Nothing is written before a person saw what would be; then exactly that is. */
export function previewSteps(on: StudioStage, story: { handTyped: number }): void {
  /** What the previews showed of records, by organization. */
  const foretold = new Map<number, PreviewResult['records'][number]>();
  let everything: { written: number; byLabel: Map<string, number> };

  /** Does something that asks for a preview, and gives what the page was answered. */
  const answered = async (act: () => Promise<void>): Promise<PreviewResult> => {
    const [response] = await Promise.all([
      on.page().waitForResponse((each) => each.url().endsWith('/api/preview')),
      act(),
    ]);
    return previewResult.parse(await response.json());
  };
  const showOne = (settings: Frame, id: number) =>
    answered(async () => {
      await choose(settings.getByRole('radio', { name: 'One organization' }));
      await settings
        .getByRole('textbox', { name: /^Number or link/ })
        .fill(`https://x.pipedrive.com/organization/${id}`);
      await on.press(settings.getByRole('button', { name: 'Show' }));
    });
  const rowOf = (settings: Frame, label: string) =>
    settings
      .getByRole('row')
      .filter({ has: settings.getByRole('rowheader', { name: new RegExp(`^${label}`) }) });

  it('shows what an unsaved change would do to what somebody typed', async () => {
    const before = on.customValues();
    const settings = await on.surface();
    await settings.getByLabel('Write rule of City').selectOption('always');
    await answered(() => on.press(settings.getByRole('button', { name: 'Preview with changes' })));
    await settings.getByText('With your unsaved changes.').waitFor();
    await settings.getByText('Would be written').waitFor();
    await on.inLooks('preview-sample', settings.getByText('Would be written'));
    await showOne(settings, story.handTyped);
    const city = rowOf(settings, 'City');
    await city.getByText('Is written').waitFor();
    await city.locator('del').getByText(typedByHand).waitFor();
    await on.inLooks('preview-one', city);
    expect(on.customValues()).toEqual(before);
  });

  it('shows that what was typed stays by the mapping as saved', async () => {
    const settings = await on.surface();
    await on.press(settings.getByRole('button', { name: 'Discard' }));
    await on.page().getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await settings.getByText('1 change not saved').waitFor({ state: 'hidden' });
    await on.press(settings.getByRole('button', { name: 'Back to the mapping' }));
    const sample = await answered(() =>
      on.press(settings.getByRole('button', { name: 'Preview', exact: true })),
    );
    expect(sample.problems).toEqual([]);
    const one = await showOne(settings, story.handTyped);
    for (const record of [...sample.records, ...one.records]) foretold.set(record.id, record);
    await choose(settings.getByRole('switch', { name: 'Only changes' }), false);
    await rowOf(settings, 'City').getByText('Stays: somebody else’s value').waitFor();
    await on.shot('preview-all-fields');
  });

  it('looks at everything without writing anything', async () => {
    const before = on.customValues();
    const settings = await on.surface();
    await choose(settings.getByRole('radio', { name: 'Everything' }));
    await on.press(settings.getByRole('button', { name: 'Look at everything' }));
    await settings.getByText(/Nothing was written\./).waitFor();
    const rows = await settings.getByRole('region', { name: 'Changes by field' }).locator('tbody tr').all();
    const cells = await Promise.all(rows.map((row) => row.locator('td').allTextContents()));
    everything = {
      written: Number(await factOf(settings, 'Would be written')),
      byLabel: new Map(cells.map(([label = '', count = '']) => [label, Number(count)])),
    };
    expect(everything.written).toBeGreaterThan(20);
    expect(everything.byLabel.get(valueLabel)).toBeGreaterThan(20);
    expect(on.customValues()).toEqual(before);
    await on.inLooks('preview-everything', settings.getByText(/Nothing was written\./));
    await on.press(settings.getByRole('button', { name: 'Back to the mapping' }));
  });

  it('then writes exactly that', async () => {
    const before = on.customValues();
    const tokens = { records: tokensOf(on, ofRecords), fields: tokensOf(on, ofFields) };
    const settings = await on.surface();
    await on.press(settings.getByRole('button', { name: 'Enrich all', exact: true }));
    await settings.getByText(/^about [\d,]+$/).waitFor();
    await on.press(settings.getByRole('button', { name: /^Enrich \d+ organizations$/ }));
    await settings.getByRole('button', { name: 'Enrich all again' }).waitFor();
    const run = await on.lastRun('enrich_all');
    expect(run).toMatchObject({ state: 'done', failed: {}, written: everything.written });
    await settings.getByText(new RegExp(`, ${run.tokensUsed} API tokens`)).waitFor();
    // The page reads the fields as well, before and after the run.
    const least = tokensOf(on, ofRecords) - tokens.records;
    expect(run.tokensUsed).toBeGreaterThanOrEqual(least);
    expect(run.tokensUsed).toBeLessThanOrEqual(least + tokensOf(on, ofFields) - tokens.fields);
    expect(least).toBeGreaterThanOrEqual(everything.written * 5 + 10);
    await on.inLooks('enriched-all', settings.getByRole('button', { name: 'Enrich all again' }));

    const { organization } = await on.mapping();
    const changes = changedFields(before, on.customValues());
    expect(changes.size).toBe(everything.written);
    const counted = new Map<string, number>();
    for (const { label, settings: entry } of organization.rows) {
      const times = [...changes.values()].filter((codes) => codes.has(entry.target ?? '')).length;
      if (times > 0) counted.set(label, times);
    }
    expect(sorted(counted)).toEqual(sorted(everything.byLabel));
  });

  it('has written what each record was shown with', async () => {
    const { organization } = await on.mapping();
    const targets = new Map(organization.rows.map((row) => [row.source, row.settings.target ?? '']));
    let compared = 0;
    for (const [id, record] of foretold) {
      const holds = on.organization(id).custom_fields;
      for (const field of record.fields.filter(({ action }) => action === 'write')) {
        const value = holds[targets.get(field.source) ?? ''];
        expect([id, field.label, plain(on, targets.get(field.source) ?? '', value)]).toEqual([
          id,
          field.label,
          field.next,
        ]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(200);
  });

  it('has left every city that somebody typed, and filled the others', async () => {
    const city = on.codeOf('City');
    const calculated = (await on.mapping()).organization.rows.find(({ source }) => source === valueSource);
    let [filled, left] = [0, 0];
    for (const { id, domain } of await on.matched()) {
      const holds = on.organization(id).custom_fields;
      const typed = id === story.handTyped || String(holds[city] ?? '').includes(on.canary);
      if (typed) left += 1;
      else if (domain['city']) filled += 1;
      if (!typed) expect(holds[city] ?? null).toBe(domain['city'] ?? null);
      if (domain['city'] && domain['country_code'])
        expect(holds[calculated?.settings.target ?? '']).toBe(`${domain['city']}, ${domain['country_code']}`);
    }
    expect(on.organization(story.handTyped).custom_fields[city]).toBe(typedByHand);
    expect(left).toBeGreaterThan(2);
    expect(filled).toBeGreaterThan(15);
  });
}

const sorted = (counts: Map<string, number>) => [...counts].toSorted(([a], [b]) => a.localeCompare(b));

async function factOf(frame: Frame, label: string): Promise<string> {
  const fact = frame.locator('dl > div').filter({ has: frame.getByText(label, { exact: true }) });
  return (await fact.locator('dd').textContent()) ?? '';
}

/** Calls about organizations and the options that are made for them, and calls about fields. */
const ofRecords = /^(GET|PATCH) \/api\/v2\/organizations(\/|$)|^POST .*\/options$/;
const ofFields = /^GET \/api\/(v2\/organizationFields|v1\/currencies)/;

/** Tokens spent on some calls, as the pretend Pipedrive counts them. */
function tokensOf(on: StudioStage, calls: RegExp): number {
  return Object.entries(on.world().counters.endpoints)
    .filter(([name]) => calls.test(name))
    .reduce((sum, [, { tokens }]) => sum + tokens, 0);
}

function changedFields(before: CustomValues, after: CustomValues): Map<number, Set<string>> {
  const changes = [...after].map(([id, values]): [number, Set<string>] => {
    const held = before.get(id) ?? {};
    const codes = new Set([...Object.keys(held), ...Object.keys(values)]);
    return [
      id,
      new Set([...codes].filter((code) => JSON.stringify(held[code]) !== JSON.stringify(values[code]))),
    ];
  });
  return new Map(changes.filter(([, codes]) => codes.size > 0));
}

/** A stored value in the shape a preview shows it in. */
function plain(on: StudioStage, code: string, value: CustomValue | undefined): unknown {
  const options = on.world().fields.find((field) => field.code === code)?.options;
  if (options && typeof value === 'number') return options.find(({ id }) => id === value)?.label;
  if (typeof value === 'object' && 'currency' in value)
    return { amount: value['value'], currency: value['currency'] };
  return value ?? null;
}
