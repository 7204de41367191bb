import { describe, expect, it } from 'vitest';
import { press } from '../support/press.ts';
import { refusal } from './support/answers.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import { expectReadable } from './support/looks.ts';
import { answersFor, turnTo } from './support/settings-case.ts';
import { webhookCases } from './support/settings-cases-webhooks.ts';
import { ok, settingsPage } from './support/settings-page.ts';
import { webhooks } from './support/webhook-answers.ts';

describe('how changes in Pipedrive reach the app', () => {
  const on = builtSurfaces();

  it.each(webhookCases)('is said, in light and dark, wide and narrow: $name', async (state) => {
    on.answer(answersFor(state));
    const page = await on.open({ path: 'settings', width: 1100, height: 700 });
    await turnTo(page, { tab: 'Connection and budget' });
    for (const text of state.says)
      await page.frame.getByText(text).filter({ visible: true }).first().waitFor();
    await expectReadable(page, `settings-${state.name}`, { light: 1100, dark: 700, narrow: 360 });
  });
});

describe('a person', () => {
  const { open, answer, calls } = settingsPage('Connection and budget');

  it('has it checked, and sees what came of it', async () => {
    const { frame } = await open({}, { 'GET /api/webhooks': ok(webhooks({ health: 'silent' })) });
    answer('POST /api/webhooks/check', ok(webhooks()));
    await frame.getByText('Not certain').first().waitFor();
    await press(frame.getByRole('button', { name: 'Check now' }));
    await frame.getByText('Up to date', { exact: true }).waitFor();
    expect(calls('POST')).toHaveLength(1);
  });

  it('has events tried again that were given up, and is told when that does not work', async () => {
    const { frame } = await open({}, { 'GET /api/webhooks': ok(webhooks({ dead: 1 })) });
    answer('POST /api/webhooks/retry-dead', refusal(403, 'not_allowed', 'Ask a Pipedrive admin.'));
    const again = frame.getByRole('button', { name: 'Try again' });
    await press(again);
    await frame.getByText('Ask a Pipedrive admin.').waitFor();
    answer('POST /api/webhooks/retry-dead', ok(webhooks({ waiting: 1 })));
    await press(again);
    await again.waitFor({ state: 'detached' });
  });
});
