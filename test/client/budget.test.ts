import { describe, expect, it } from 'vitest';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { budget, refusal } from './support/answers.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import { expectReadable } from './support/looks.ts';
import { answersFor, turnTo } from './support/settings-case.ts';
import { budgetCases } from './support/settings-cases-budget.ts';
import { ok, settingsPage } from './support/settings-page.ts';

describe('the API budget', () => {
  const on = builtSurfaces();

  it.each(budgetCases)('says what is the case, in light and dark, wide and narrow: $name', async (state) => {
    on.answer(answersFor(state));
    const page = await on.open({ path: 'settings', width: 1100, height: 700 });
    await turnTo(page, { tab: 'Connection and budget' });
    for (const text of state.says)
      await page.frame.getByText(text).filter({ visible: true }).first().waitFor();
    await expectReadable(page, `settings-${state.name}`, { light: 1100, dark: 700, narrow: 360 });
  });
});

describe('the share of the app', () => {
  const { open, answer, calls } = settingsPage('Connection and budget');

  it('is set by key, with what it means said before it is saved', async () => {
    const { frame } = await open();
    const slider = frame.getByRole('slider', { name: 'This app may use' });
    await slider.focus();
    await slider.press('ArrowRight');
    await slider.press('ArrowRight');
    await frame
      .getByText('50% is 105,000 tokens a day, enough to write about 21,000 organizations.')
      .waitFor();
    expect(calls('PUT')).toEqual([]);
    answer('PUT /api/budget', ok(budget({ sharePercent: 50, allowed: 105_000 })));
    await press(frame.getByRole('button', { name: 'Save share' }));
    await frame.getByText('3,120 of 105,000').waitFor();
    expect(calls('PUT')[0]?.body).toEqual({ sharePercent: 50, from: 40 });
    await waitFor('nothing left to save', async () => (await frame.getByText('Save share').count()) === 0);
  });

  it('that somebody else changed meanwhile is shown, with why nothing was saved', async () => {
    const { frame } = await open();
    const slider = frame.getByRole('slider', { name: 'This app may use' });
    await slider.focus();
    await slider.press('Home');
    await frame.getByText('5% is').waitFor();
    answer('GET /api/budget', ok(budget({ sharePercent: 70 })));
    answer(
      'PUT /api/budget',
      refusal(409, 'changed_meanwhile', 'Somebody else changed the share meanwhile.'),
    );
    await press(frame.getByRole('button', { name: 'Save share' }));
    await frame.getByText('Somebody else changed the share meanwhile.').waitFor();
    await frame.getByText('70% is').waitFor();
  });
});
