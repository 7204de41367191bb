import { describe, expect, it } from 'vitest';
import { aRun, refusal } from './support/answers.ts';
import { preferences } from './support/connection-answers.ts';
import { ok, settingsPage } from './support/settings-page.ts';

const meanwhile =
  'Somebody else saved these settings meanwhile. Look at them again, then repeat your change.';

describe('automatic updates on the settings page', () => {
  const { open, answer, calls } = settingsPage('Automatic updates');

  it('are switched off over the version that is on screen, and say what is then the case', async () => {
    const { frame } = await open({ runs: [aRun()] });
    answer('PUT /api/preferences', ok({ ...preferences({ automatic: false }), version: 7 }));
    const { version } = preferences();
    await frame.getByRole('switch', { name: 'Update organizations automatically' }).click();
    await frame.getByText('While this is off, only buttons write.').waitFor();
    expect(calls('PUT')[0]?.body).toEqual({ version, change: { automatic: false } });

    answer(
      'PUT /api/preferences',
      ok({ ...preferences({ automatic: false, order: 'most_changed' }), version: 8 }),
    );
    const order = frame.getByRole('combobox', { name: 'Which organizations are updated first' });
    await order.selectOption('most_changed');
    await expect.poll(() => calls('PUT').length).toBe(2);
    expect(calls('PUT')[1]?.body).toEqual({ version: 7, change: { order: 'most_changed' } });
    await expect.poll(() => order.inputValue()).toBe('most_changed');
  });

  it('show what somebody else saved meanwhile, and that the change was not', async () => {
    const { frame } = await open({ runs: [aRun()] });
    answer('PUT /api/preferences', () => {
      answer('GET /api/preferences', ok({ ...preferences({ order: 'longest_waiting' }), version: 9 }));
      return refusal(409, 'changed_meanwhile', meanwhile);
    });
    await frame.getByRole('switch', { name: 'Update organizations automatically' }).click();
    await frame.getByText(meanwhile).waitFor();
    const order = frame.getByRole('combobox', { name: 'Which organizations are updated first' });
    await expect.poll(() => order.inputValue()).toBe('longest_waiting');
  });
});
