import { describe, expect, it } from 'vitest';
import { choose, press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { refusal } from './support/answers.ts';
import { mapping, withSettings } from './support/mapping-answers.ts';
import { ok, settingsPage } from './support/settings-page.ts';

describe('changes to the mapping', () => {
  const { open, answer, calls } = settingsPage();
  const few = () => mapping(() => 'mapped', { only: 30 });

  it('are kept until they are saved or discarded, and asked about before they are lost', async () => {
    const view = few();
    const opened = await open({ mapping: view });
    const { frame, page } = opened;
    const rule = frame.getByRole('combobox', { name: 'Write rule of City', exact: true });
    await rule.selectOption('never');
    await frame.getByRole('switch', { name: 'Fill City', exact: true }).press('Space');
    await frame.getByRole('switch', { name: 'Enrich organizations' }).press('Space');
    await frame.getByText('2 changes not saved').waitFor();
    expect(await frame.getByRole('button', { name: 'Import' }).isEnabled()).toBe(true);

    const [dialog] = await Promise.all([page.waitForEvent('dialog'), page.close({ runBeforeUnload: true })]);
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();

    await opened.set({ confirm: false });
    await press(frame.getByRole('button', { name: 'Discard' }));
    await waitFor('the question', async () =>
      (await opened.asked()).some(({ name }) => name === 'show_confirmation'),
    );
    await frame.getByText('2 changes not saved').waitFor();
    await opened.set({ confirm: true });
    await press(frame.getByRole('button', { name: 'Discard' }));
    await frame.getByText('2 changes not saved').waitFor({ state: 'detached' });
    expect(await rule.inputValue()).toBe('always');
    expect(calls('PUT')).toEqual([]);
  });

  it('are made to many rows at once, and taken back to the defaults', async () => {
    const view = withSettings(few(), { aliases: { rule: 'if_empty' } });
    const { frame } = await open({ mapping: view });
    answer('PUT /api/mapping', ({ body }) =>
      ok(withSettings(view, body.organization.entries, { edition: 4 })),
    );
    const menu = async (item: string) => {
      await press(frame.getByRole('button', { name: 'Change selected rows' }));
      await frame.getByRole('menuitem', { name: item, exact: true }).click();
    };
    const group = frame.getByRole('region', { name: 'Location' });
    await choose(group.getByRole('checkbox', { name: 'Select all of Location' }));
    const selected = await group.getByRole('checkbox', { name: /^Select (?!all of)/, checked: true }).count();
    expect(selected).toBeGreaterThan(1);
    await menu('Write: never');
    await frame.getByText(`${selected} changes not saved`).waitFor();
    await menu('Without a value: keep the old value');
    await menu('Remove the field');
    await press(frame.getByRole('button', { name: 'Save', exact: true }));
    await waitFor('the changes', () => calls('PUT /api/mapping').length === 1);
    const body = calls('PUT /api/mapping')[0]?.body as {
      organization: { entries: Record<string, object> };
    };
    expect(Object.keys(body.organization.entries)).toHaveLength(selected);
    for (const settings of Object.values(body.organization.entries))
      expect(settings).toMatchObject({ rule: 'never', whenMissing: 'keep', target: null });

    await frame.getByText('not saved').waitFor({ state: 'detached' });
    await press(frame.getByRole('button', { name: 'Settings of Aliases', exact: true }));
    await press(frame.getByRole('button', { name: 'Reset to defaults' }));
    await frame.getByText('1 change not saved').waitFor();
    const rule = frame.getByRole('combobox', { name: 'Write rule of Aliases', exact: true });
    expect(await rule.inputValue()).toBe('always');
  });

  it('take a tolerance in per cent', async () => {
    const { frame, page } = await open({ mapping: mapping(() => 'mapped') });
    answer('PUT /api/mapping', ok(mapping(() => 'mapped')));
    await press(frame.getByRole('button', { name: 'Settings of Products Sold', exact: true }));
    await frame.getByRole('combobox', { name: 'Small changes of Products Sold' }).selectOption('tolerance');
    const share = frame.getByRole('textbox', { name: 'Tolerance of Products Sold in per cent' });
    await share.fill('0');
    await frame.getByText('Enter a number from 0.1 to 100.').waitFor();
    await share.fill('12,5');
    await page.keyboard.press('Enter');
    await press(frame.getByRole('button', { name: 'Save', exact: true }));
    await waitFor('the change', () => calls('PUT /api/mapping').length === 1);
    expect(calls('PUT /api/mapping')[0]?.body).toMatchObject({
      organization: { entries: { product_count: { volatility: { kind: 'tolerance', share: 0.125 } } } },
    });
  });

  it('that the server refuses say why at their rows', async () => {
    const { frame, violations } = await open({ mapping: few() });
    const problem = {
      code: 'target_gone',
      objectType: 'organization',
      source: 'city',
      message: 'This field was deleted in Pipedrive. Choose another one.',
    };
    answer('PUT /api/mapping', {
      status: 422,
      body: {
        error: {
          code: 'mapping_refused',
          message: 'Some rows cannot be saved.',
          retry: false,
          details: { problems: [problem] },
        },
      },
    });
    await frame.getByRole('combobox', { name: 'Write rule of City', exact: true }).selectOption('if_empty');
    await press(frame.getByRole('button', { name: 'Save', exact: true }));
    await frame.getByText('Not saved: 1 row cannot be saved like this').waitFor();
    const reason = frame.getByRole('listitem').filter({ hasText: problem.message });
    expect(await reason.filter({ has: frame.getByRole('checkbox', { name: 'Select City' }) }).count()).toBe(
      1,
    );
    expect(await violations()).toEqual([]);
    await frame.getByRole('combobox', { name: 'Write rule of City', exact: true }).selectOption('never');
    await frame
      .getByText('Not saved', { exact: false })
      .filter({ hasText: 'row' })
      .waitFor({ state: 'detached' });
    expect(await frame.getByRole('alert').count()).toBe(0);
  });

  it('that somebody else made meanwhile are shown beside one’s own, to choose from', async () => {
    const view = few();
    const { frame, violations } = await open({ mapping: view });
    const theirs = withSettings(
      view,
      { city: { rule: 'if_empty' }, country_code: { rule: 'if_empty' } },
      { edition: 4, savedBy: { userId: 9001, at: new Date(Date.now() - 120_000).toISOString() } },
    );
    for (const label of ['City', 'Country Code', 'Aliases'])
      await frame
        .getByRole('combobox', { name: `Write rule of ${label}`, exact: true })
        .selectOption('never');
    answer('PUT /api/mapping', ({ body }) =>
      body.edition === 3
        ? refusal(409, 'mapping_changed', 'Somebody else saved the mapping.')
        : ok(withSettings(theirs, { city: { rule: 'never' }, aliases: { rule: 'never' } }, { edition: 5 })),
    );
    answer('GET /api/mapping', ok(theirs));
    await press(frame.getByRole('button', { name: 'Save', exact: true }));
    const dialog = frame.getByRole('dialog', { name: 'Somebody saved while you were editing' });
    await dialog.getByText('Saved by User 9001 2 minutes ago.').waitFor();
    expect(await violations()).toEqual([]);
    expect(await dialog.getByRole('group').count(), 'rows both changed').toBe(2);
    await choose(dialog.getByRole('group', { name: 'Country Code' }).getByRole('radio', { name: /^Theirs/ }));
    await press(dialog.getByRole('button', { name: 'Use this choice' }));
    await frame.getByText('2 changes not saved').waitFor();
    await press(frame.getByRole('button', { name: 'Save', exact: true }));
    await frame.getByText('not saved').waitFor({ state: 'detached' });
    const last = calls('PUT /api/mapping').at(-1)?.body as {
      edition: number;
      organization: { entries: Record<string, object> };
    };
    expect(last.edition).toBe(4);
    expect(Object.keys(last.organization.entries).sort()).toEqual(['aliases', 'city']);
    expect(
      await frame.getByRole('combobox', { name: 'Write rule of Country Code', exact: true }).inputValue(),
    ).toBe('if_empty');
  });
});
