import { describe, expect, it } from 'vitest';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { refusal } from './support/answers.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import { aValue, reportOn } from './support/expression-answers.ts';
import { type GivenExpressions, openExpressions, viewWith } from './support/expression-page.ts';
import { expectReadable, picture } from './support/looks.ts';
import { ok } from './support/settings-page.ts';
import type { Surface } from './support/surface.ts';

describe('the window for one calculated value', () => {
  const on = builtSurfaces();
  let surface: Surface;
  const open = async (path: 'settings' | 'calculated-values', given: GivenExpressions) => {
    surface = await openExpressions(on, path, given);
    return surface;
  };
  const editor = () => surface.frame.getByRole('textbox', { name: 'Expression' });

  it('saves from the large window on top of the edition it saw, then closes it', async () => {
    const saved = aValue();
    const { frame, page, asked } = await open('calculated-values', {
      view: viewWith([saved]),
      name: saved.name,
    });
    on.stage.answers.set('PUT /api/mapping', ok(viewWith([saved], { edition: 4 })));
    await frame.getByText('Correct. It gives a number.').waitFor();
    await editor().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' + 1');
    await frame.getByText('Correct. It gives a number.').waitFor();
    await press(frame.getByRole('button', { name: 'Save and close' }));
    await waitFor('the window to close', async () =>
      (await asked()).some(({ name }) => name === 'close_modal'),
    );
    const [put] = on.stage.calls.filter(({ call }) => call === 'PUT /api/mapping');
    expect(put?.body).toEqual({
      edition: 3,
      calculated: [{ ...saved, expression: `${saved.expression} + 1` }],
    });
  });

  it('shows what somebody else saved meanwhile and lets choose', async () => {
    const saved = aValue();
    const theirs = aValue({ expression: '_domain.technologies.size()' });
    const { frame, page } = await open('calculated-values', { view: viewWith([saved]), name: saved.name });
    await editor().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' + 1');
    on.stage.answers.set('PUT /api/mapping', {
      status: 409,
      body: {
        error: { code: 'mapping_changed', message: 'Saved by another.', retry: false, requestId: 'r' },
      },
    });
    on.stage.answers.set('GET /api/mapping', ok(viewWith([theirs], { edition: 4 })));
    await press(frame.getByRole('button', { name: 'Save and close' }));
    await frame.getByText('Somebody else saved the mapping meanwhile').waitFor();
    await frame.getByText('_domain.technologies.size()', { exact: true }).waitFor();
    expect(await surface.violations()).toEqual([]);
    await picture(surface, 'expression-conflict');
    on.stage.answers.set('PUT /api/mapping', ok(viewWith([saved], { edition: 5 })));
    await press(frame.getByRole('button', { name: 'Save mine' }));
    await waitFor(
      'the second save',
      () => on.stage.calls.filter(({ call }) => call.startsWith('PUT')).length === 2,
    );
    expect(on.stage.calls.findLast(({ call }) => call.startsWith('PUT'))?.body).toMatchObject({
      edition: 4,
      calculated: [{ expression: `${saved.expression} + 1` }],
    });
  });

  const check = 'POST /api/expressions/check';
  const draft = { expression: aValue().expression, resultType: 'number' as const, examples: [] };
  const examples = [
    { storeId: 'lumenvale.example', expected: '59' },
    { storeId: 'fernandoak.example', expected: '12' },
  ];
  const one = viewWith([aValue()]);
  it.each<{ name: string; given: GivenExpressions; says: string[] }>([
    {
      name: 'edited',
      given: { view: one },
      says: ['Correct. It gives a number.', 'Divides by zero.', 'No value'],
    },
    {
      name: 'with examples',
      given: { view: viewWith([aValue({ examples })]) },
      says: ['As expected', 'Not as expected'],
    },
    {
      name: 'without matches',
      given: { view: one, answers: { [check]: ok(reportOn(draft, { results: [] })) } },
      says: ['No matched stores'],
    },
    {
      name: 'check fails',
      given: { view: one, answers: { [check]: refusal(503, 'busy', 'Try again in a minute.') } },
      says: ['This could not be checked', 'Try again in a minute.'],
    },
    {
      name: 'gated',
      given: { view: one, gate: { allowed: false, plans: ['enterprise'] } },
      says: ['Calculated values are part of the Enterprise plan.'],
    },
    {
      name: 'only looking',
      given: { view: one, canChange: false },
      says: ['You can look, but not change', 'Correct. It gives a number.'],
    },
    {
      name: 'help fails',
      given: {
        view: one,
        answers: { 'GET /api/expressions/help': refusal(500, 'internal', 'Broken here.') },
      },
      says: ['Broken here.', 'For support: req-4711'],
    },
    {
      name: 'mapping fails',
      given: { view: one, answers: { 'GET /api/mapping': refusal(500, 'internal', 'Broken there.') } },
      says: ['Broken there.'],
    },
    { name: 'gone', given: { view: viewWith([]) }, says: ['This calculated value is not there'] },
  ])('says what is the case, in light and dark: $name', async ({ name, given, says }) => {
    await open('calculated-values', { ...given, name: aValue().name });
    for (const text of says) await surface.frame.getByText(text).filter({ visible: true }).first().waitFor();
    await expectReadable(surface, `expression-${name}`, { light: 1100, dark: 700, narrow: 360 });
  });
});
