import { describe, expect, it } from 'vitest';
import { brokenWords } from '../../client/features/mapping/broken-notice.tsx';
import { press } from '../support/press.ts';
import { mapping, withSettings } from './support/mapping-answers.ts';
import { ok, settingsPage } from './support/settings-page.ts';

describe('where the rows of the mapping stand', () => {
  const { open, answer } = settingsPage();

  it('is told above the list where fields are broken, which can be shown alone', async () => {
    const view = mapping((index) => (index > 20 && index < 24 ? 'broken' : 'mapped'), { only: 40 });
    const broken = view.organization.rows.filter(({ state }) => state === 'broken');
    const { frame, violations } = await open({ mapping: view });
    await frame.getByText('3 fields are broken: 1 deleted in Pipedrive, 2 refused by Pipedrive').waitFor();
    expect(await violations()).toEqual([]);
    await frame.getByRole('searchbox', { name: 'Search fields' }).fill('no such field');
    await frame.getByRole('button', { name: 'Show', exact: true }).press('Enter');
    const rows = frame.getByRole('region', { name: 'List of fields' }).getByRole('listitem');
    expect(await rows.count()).toBe(3);
    expect(await frame.getByRole('combobox', { name: 'Show', exact: true }).inputValue()).toBe('broken');

    await frame.getByRole('button', { name: 'Show all rows' }).press('Enter');
    expect(await rows.count()).toBe(40);
    const [first] = broken;
    await press(frame.getByRole('button', { name: `Field of ${first?.label}:` }));
    await frame.getByRole('option', { name: /^No field/ }).click();
    await frame.getByText('2 fields are broken').waitFor();
  });

  it.each([
    [['target_gone'], '1 field is broken: it was deleted in Pipedrive'],
    [['field_refused'], '1 field is broken: it was refused by Pipedrive'],
    [['target_gone', 'target_gone'], '2 fields are broken: they were deleted in Pipedrive'],
    [['field_refused', 'field_refused'], '2 fields are broken: they were refused by Pipedrive'],
  ])('is put into words for %j', (codes, words) => {
    expect(brokenWords(codes.map((brokenCode) => ({ brokenCode })))).toBe(words);
  });

  it('is on or off as the row is set, and outside the plan where calculated values are', async () => {
    const plain = mapping(() => 'mapped', { only: 6 });
    const [city, state, zip, last] = plain.organization.rows;
    if (!city || !state || !zip || !last) throw new Error('There are rows.');
    const set = withSettings(plain, {
      [city.source]: { enabled: true },
      [state.source]: { enabled: false },
      [zip.source]: { rule: 'never', enabled: true },
    });
    const tier = { ...last, source: 'calculated:tier', label: 'Tier', group: 'Calculated values' };
    const organization = { ...set.organization, rows: [...set.organization.rows, tier] };
    const gates = (allowed: boolean) => [
      { feature: 'calculated_values' as const, allowed, plans: ['enterprise' as const] },
    ];
    const view = { ...set, organization };
    const tagOf = (frame: Awaited<ReturnType<typeof open>>['frame'], label: string) =>
      frame
        .getByRole('listitem')
        .filter({ has: frame.getByRole('switch', { name: `Fill ${label}`, exact: true }) })
        .locator('[data-tone]')
        .allTextContents();

    const small = await open({ mapping: view, settings: { gates: gates(false) } });
    await small.frame.getByText('Not in your plan').waitFor();
    expect(await tagOf(small.frame, 'Tier')).toEqual(['Not in your plan']);
    for (const [row, word] of [
      [city, 'On'],
      [state, 'Off'],
      [zip, 'Off'],
    ] as const)
      expect(await tagOf(small.frame, row.label)).toEqual([word]);
    expect(await small.violations()).toEqual([]);
    await small.frame.getByRole('switch', { name: `Fill ${city.label}`, exact: true }).press('Space');
    expect(await tagOf(small.frame, city.label)).toEqual(['Off', 'Changed']);

    const large = await open({ mapping: view, settings: { gates: gates(true) } });
    await large.frame.getByRole('switch', { name: 'Fill Tier', exact: true }).waitFor();
    expect(await tagOf(large.frame, 'Tier')).toEqual(['On']);
  });

  it('is shown with the whole name of the field where the page is narrow', async () => {
    const { frame, resizeTo, overflow } = await open({ mapping: mapping(() => 'mapped', { only: 20 }) });
    await frame.getByRole('region', { name: 'List of fields' }).waitFor();
    for (const width of [560, 360]) {
      await resizeTo(width);
      const cut = await frame.getByRole('button', { name: /^Field of/ }).evaluateAll((fields) =>
        fields.flatMap((field) => {
          const name = field.querySelector('span:nth-of-type(2)');
          return name && name.scrollWidth > name.clientWidth ? [name.textContent] : [];
        }),
      );
      expect(cut).toEqual([]);
      expect(await overflow()).toBeLessThanOrEqual(0);
    }
  });

  it('is waited for with a word while fields are created', async () => {
    const view = mapping(() => 'not_mapped');
    const { frame, page } = await open({ mapping: view });
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    await page.route('**/api/mapping/fields', async (route) => {
      await finished;
      await route.continue();
    });
    answer('POST /api/mapping/fields', ({ body }) =>
      ok({ created: body.create, takenOver: [], refused: [], mapping: view }),
    );
    await press(frame.getByRole('button', { name: 'Create 58 fields' }));
    const status = frame.getByRole('status').filter({ hasText: 'Creating 58 fields.' });
    expect(await status.textContent()).toBe('Creating 58 fields. This takes up to a minute.');
    finish();
    await frame.getByText('58 fields created').waitFor();
    expect(await status.count()).toBe(0);
  });
});
