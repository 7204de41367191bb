import { describe, expect, it } from 'vitest';
import { choose, press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { aConnection, aRun, refusal, settings } from './support/answers.ts';
import { mapping } from './support/mapping-answers.ts';
import { running, turnTo } from './support/settings-case.ts';
import { ok, settingsPage } from './support/settings-page.ts';

describe('who works, and on what, on the settings page', () => {
  const { open, answer, calls } = settingsPage();

  const you = aConnection({ role: 'personal', isAdmin: true, isYou: true });
  it.each([
    ['of somebody who left', 'paused_no_connection', [], 'Use my connection'],
    [
      'of somebody whose connection is broken',
      'paused_no_connection',
      [aConnection({ userId: 8, state: 'broken', brokenReason: 'revoked' })],
      'Use my connection',
    ],
    ['of a non-admin, which works', 'active', [aConnection({ userId: 8 })], /for automatic work$/],
    ['of another admin', 'active', [aConnection({ userId: 8, isAdmin: true })], /for automatic work$/],
  ] as const)(
    'lets an admin take over the work %s, after a question',
    async (_whose, state, others, name) => {
      const opened = await open({ settings: { state, connections: [...others, you] }, runs: [aRun()] });
      const { frame, asked } = opened;
      if (state === 'active') await turnTo(opened, { tab: 'Connection and budget' });
      const promote = 'POST /api/connections/promote';
      answer(promote, ok(settings()));
      const button = frame.getByRole('button', { name, exact: true });
      await opened.set({ confirm: false });
      await press(button);
      await waitFor('the question', async () =>
        JSON.stringify(await asked()).includes('Use your connection'),
      );
      expect(calls(promote)).toEqual([]);
      await opened.set({ confirm: true });
      await press(button);
      await button.waitFor({ state: 'detached' });
      expect(calls(promote)).toHaveLength(1);
      expect(await frame.getByText('Automatic work is paused').count()).toBe(0);
      await waitFor('a word', async () => (await asked()).some((each) => each.name === 'show_snackbar'));
    },
  );

  it.each([
    ['is no admin', { isAdmin: false }],
    ['has a broken connection', { state: 'broken', brokenReason: 'revoked' }],
  ] as const)('does not let somebody take over who %s', async (_why, mine) => {
    const connections = [aConnection({ userId: 8, state: 'broken' }), { ...you, ...mine }];
    const page = await open({ settings: { state: 'paused_no_connection', connections }, runs: [] });
    await turnTo(page, { tab: 'Connection and budget' });
    const { frame } = page;
    await frame.getByText('The connection of user 8 does the automatic work').waitFor();
    expect(await frame.getByRole('button', { name: /^Use my connection/ }).count()).toBe(0);
  });

  it('says why taking over failed', async () => {
    const page = await open({ settings: { connections: [aConnection({ userId: 8 }), you] }, runs: [] });
    await turnTo(page, { tab: 'Connection and budget' });
    const { frame } = page;
    answer('POST /api/connections/promote', refusal(403, 'not_allowed', 'Ask an admin.'));
    await press(frame.getByRole('button', { name: 'Use my connection for automatic work' }));
    await frame.getByRole('alert').filter({ hasText: 'Ask an admin.' }).waitFor();
  });

  it('does not let the website field be changed while a run is under way, and says why', async () => {
    const paused = aRun({ kind: 'enrich_all', state: 'paused', pauseReason: 'budget', finishedAt: null });
    const { frame } = await open({ runs: [paused, aRun()] });
    await frame.getByText('wait until the run under way has finished, or cancel it').waitFor();
    expect(await frame.getByRole('button', { name: 'Change', exact: true }).isDisabled()).toBe(true);
  });

  it('says that a change of the website field forgets matches, and why the server refused it', async () => {
    const { frame } = await open({ runs: [aRun()] });
    answer(
      'PUT /api/settings/website-field',
      refusal(409, 'run_active', 'Wait until the run under way has finished, or cancel it.'),
    );
    await press(frame.getByRole('button', { name: 'Change', exact: true }));
    await choose(frame.getByRole('radio', { name: 'Homepage (old)' }));
    await frame.getByText('Stores found by the present field are forgotten').waitFor();
    await press(frame.getByRole('button', { name: 'Use this field and scan' }));
    await frame.getByText('Wait until the run under way has finished, or cancel it.').waitFor();
    expect(calls('POST')).toEqual([]);
  });

  it.each([
    ['running', true],
    ['paused', false],
  ] as const)(
    'lets neither scan nor Enrich all hold up the other unless it moves: %s',
    async (state, waits) => {
      const run = { ...running(), state };
      const first = await open({ runs: [run], mapping: mapping(() => 'mapped') });
      expect(await first.frame.getByRole('button', { name: 'Enrich all', exact: true }).isDisabled()).toBe(
        waits,
      );
      await first.close();
      const other = await open({ runs: [{ ...run, id: 'run-2', kind: 'enrich_all' }, aRun()] });
      expect(await other.frame.getByRole('button', { name: 'Scan again' }).isDisabled()).toBe(waits);
    },
  );
});
