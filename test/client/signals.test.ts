import { describe, expect, it } from 'vitest';
import { ruleWords } from '../../client/features/signals/rule-words.ts';
import { press } from '../support/press.ts';
import { ago, refusal } from './support/answers.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import { preferences } from './support/connection-answers.ts';
import { expectReadable } from './support/looks.ts';
import { answersFor, type SettingsCase, turnTo } from './support/settings-case.ts';
import { ok, settingsPage } from './support/settings-page.ts';

const rules = [
  { kind: 'app_added' as const, names: ['Klaviyo', 'Yotpo'] },
  { kind: 'platform_changed' as const, names: [] },
];
const preview = (organizations: number) =>
  ok({
    release: { number: 12, publishedAt: ago(90_000) },
    organizations,
    tokensPerNote: 10,
  });
const withRules = {
  'GET /api/preferences': ok(preferences({ signals: rules })),
  'GET /api/signals/preview': preview(1240),
};
const cases: SettingsCase[] = [
  { name: 'signals none', says: ['No rules: no notes are added.'] },
  {
    name: 'signals with rules',
    answers: withRules,
    says: [
      'A note is added when a shop gains Klaviyo or Yotpo.',
      'A note is added when a shop moves to another platform.',
      'With release 12 this would have been a note on 1,240 organizations, at 12,400 API tokens (10 a note).',
    ],
  },
  {
    name: 'signals without automatic updates',
    answers: {
      ...withRules,
      'GET /api/preferences': ok(preferences({ signals: rules, automatic: false })),
      'GET /api/signals/preview': refusal(503, 'unavailable', 'The database rests.', true),
    },
    says: ['Automatic updates are off: nothing is told.', 'The database rests.'],
  },
];

describe('change signals', () => {
  const on = builtSurfaces();
  it.each(cases)('say what is the case, in light and dark, wide and narrow: $name', async (state) => {
    on.answer(answersFor(state));
    const page = await on.open({ path: 'settings', width: 1100, height: 700 });
    await turnTo(page, { tab: 'Automatic updates' });
    for (const text of state.says)
      await page.frame.getByText(text).filter({ visible: true }).first().waitFor();
    await expectReadable(page, `settings-${state.name}`, { light: 1100, dark: 700, narrow: 360 });
  });
});

describe('the rules of change signals', () => {
  const { open, answer, calls } = settingsPage('Automatic updates');

  it('are added with their sentence in sight, and removed', async () => {
    const { frame } = await open({}, { 'GET /api/signals/preview': preview(3) });
    await press(frame.getByRole('button', { name: 'Add a rule' }));
    await frame.getByRole('textbox', { name: 'Apps, with commas between' }).fill(' Klaviyo, klaviyo ,Yotpo,');
    await frame.getByText('A note is added when a shop gains Klaviyo or Yotpo.').waitFor();
    const rule = { kind: 'app_added' as const, names: ['Klaviyo', 'Yotpo'] };
    answer('PUT /api/preferences', ok(preferences({ signals: [rule] })));
    await press(frame.getByRole('button', { name: 'Add rule', exact: true }));
    await frame.getByText('a note on 3 organizations, at 30 API tokens').waitFor();
    answer('PUT /api/preferences', ok(preferences()));
    await press(frame.getByRole('button', { name: 'Remove the rule: A note is added when a shop gains' }));
    await frame.getByText('No rules: no notes are added.').waitFor();
    expect(calls('PUT').map(({ body }) => body)).toEqual([
      { version: 3, change: { signals: [rule] } },
      { version: 3, change: { signals: [] } },
    ]);
  });

  it('that somebody else changed meanwhile are shown, with why nothing was saved', async () => {
    const { frame } = await open({}, withRules);
    await frame.getByText('A note is added when a shop moves to another platform.').waitFor();
    answer('PUT /api/preferences', refusal(409, 'changed_meanwhile', 'Somebody else saved these settings.'));
    answer('GET /api/preferences', ok(preferences({ signals: [{ kind: 'plan_changed', names: ['Plus'] }] })));
    await press(frame.getByRole('button', { name: 'Remove the rule: A note is added when a shop moves' }));
    await frame.getByText('Somebody else saved these settings.').first().waitFor();
    await frame.getByText('A note is added when a shop changes to or from the plan Plus.').waitFor();
  });
});

describe('a rule in words', () => {
  it.each([
    ['app_added', [], 'gains any app'],
    ['app_removed', ['A', 'B', 'C'], 'drops A, B or C'],
    ['platform_changed', ['Wix'], 'moves to or from Wix'],
    ['plan_changed', [], 'changes its plan'],
  ] as const)('%s %j', (kind, names, words) => {
    expect(ruleWords({ kind, names: [...names] })).toBe(`A note is added when a shop ${words}.`);
  });
});
