import { describe, expect, it } from 'vitest';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { ago, aRun, noAttention, noDeadLetters, refusal } from './support/answers.ts';
import { expectReadable } from './support/looks.ts';
import { mapping } from './support/mapping-answers.ts';
import { turnTo } from './support/settings-case.ts';
import { ok, settingsPage } from './support/settings-page.ts';

const recordsCall = 'GET /api/runs/run-2/records';
const aRecord = (organizationId: number, more: object = {}) => ({
  ...{ organizationId, at: ago(600), outcome: 'failed', code: 'no_access', field: null, sources: [] },
  notes: [],
  ...more,
});
const weekly = (more: object = {}) =>
  aRun({
    ...{ id: 'run-2', kind: 'weekly', state: 'done_with_errors', written: 80, skipped: { dead_letter: 1 } },
    ...{ failed: { no_access: 2 }, createdAt: ago(900), ...more },
  });

describe('the activity on the settings page', () => {
  const { open, answer, calls } = settingsPage('Activity');
  const opened = (more: object = {}) =>
    open({
      mapping: mapping(() => 'mapped', { only: 30 }),
      runs: [weekly(more), aRun({ startedByUserId: 7, createdAt: ago(950) })],
    });

  it('lists runs with who started them, and opens one to its reasons and records', async () => {
    const surface = await opened();
    const { frame } = surface;
    answer(
      recordsCall,
      ok({ records: [aRecord(41), aRecord(42, { code: 'field_refused', field: 'x9' })], next: null }),
    );
    await frame
      .getByRole('button', { name: /Weekly update Done, some failed .* by itself 80 updated, 2 failed/ })
      .waitFor();
    await frame.getByRole('button', { name: /Scan Done .* by you/ }).waitFor();
    expect(calls('GET /api/runs/run-2/records')).toEqual([]);
    await frame.getByRole('button', { name: /Weekly update/ }).press('Enter');
    await frame.getByText('Failed for two weeks, left alone').waitFor();
    await frame.getByText('Pipedrive refused a field: x9').waitFor();
    answer(
      recordsCall,
      ok({ records: [aRecord(50, { outcome: 'written', sources: ['city'] })], next: null }),
    );
    await press(frame.getByRole('tab', { name: 'Updated 80' }));
    await frame.getByRole('button', { name: 'Organization 50' }).waitFor();
    await expectReadable(surface, 'activity', { light: 1100, dark: 700, narrow: 360 });
  });

  it('reads names only when somebody wants them, and says what that costs', async () => {
    const { frame } = await opened();
    answer(recordsCall, ok({ records: [aRecord(41), aRecord(42)], next: null }));
    answer('POST /api/organizations/names', ok({ names: { 41: 'Lumenvale' } }));
    await press(frame.getByRole('button', { name: /Weekly update/ }));
    await frame.getByText('Reads them from Pipedrive for 2 API tokens; they are not kept.').waitFor();
    expect(calls('POST /api/organizations/names')).toEqual([]);
    await press(frame.getByRole('button', { name: 'Show names' }));
    await frame.getByRole('button', { name: 'Lumenvale' }).waitFor();
    await frame.getByRole('button', { name: 'Organization 42', exact: true }).waitFor();
    expect(calls('POST /api/organizations/names')[0]?.body).toEqual({ ids: [41, 42] });
  });

  it('takes up one failed record or all, and says why not', async () => {
    const surface = await opened();
    const { frame } = surface;
    answer(recordsCall, ok({ records: [aRecord(41)], next: null }));
    const retryCall = 'POST /api/runs/run-2/retry';
    answer(retryCall, ok({ run: aRun({ id: 'run-9', kind: 'retry', state: 'queued' }) }));
    await press(frame.getByRole('button', { name: /Weekly update/ }));
    await press(frame.getByRole('button', { name: 'Retry organization 41' }));
    await waitFor('the retry of one', () => calls(retryCall).length === 1);
    expect(calls(retryCall)[0]?.body).toEqual({ organizationIds: [41] });
    answer(retryCall, refusal(409, 'nothing_failed', 'There is nothing to retry.'));
    await press(frame.getByRole('button', { name: 'Retry all that failed' }));
    await waitFor('the reason', async () =>
      (await surface.asked()).some(({ args }) =>
        JSON.stringify(args)?.includes('There is nothing to retry.'),
      ),
    );
    expect(calls(retryCall)[1]?.body).toEqual({});
  });

  it('lets a run wait and go on', async () => {
    const { frame } = await opened({ state: 'running', remaining: 40, finishedAt: null });
    // The section of automatic updates shows the same run.
    const activity = frame.locator('#activity');
    const paused = weekly({ state: 'paused', pauseReason: 'person', remaining: 40, finishedAt: null });
    answer('POST /api/runs/run-2/pause', ok({ run: paused }));
    await press(activity.getByRole('button', { name: /Weekly update Running/ }));
    answer('GET /api/runs', ok({ runs: [paused] }));
    await press(activity.getByRole('button', { name: 'Pause' }));
    await activity.getByText('Somebody paused it. It goes on when somebody resumes it.').waitFor();
    answer('POST /api/runs/run-2/resume', ok({ run: weekly({ state: 'queued' }) }));
    await press(activity.getByRole('button', { name: 'Resume' }));
    await waitFor('the way on', () => calls('POST /api/runs/run-2/resume').length === 1);
  });

  it('tells of records that failed for too long, and tries them again', async () => {
    answer('GET /api/dead-letters', ok(noDeadLetters));
    const surface = await opened();
    const records = [{ organizationId: 77, since: ago(16 * 86_400), at: ago(3600), code: 'no_access' }];
    answer('GET /api/dead-letters', ok({ ...noDeadLetters, dead: 1, retried: 3, records }));
    answer(
      'POST /api/dead-letters/retry',
      ok({ run: aRun({ id: 'run-9', kind: 'retry', state: 'queued' }) }),
    );
    await surface.frame.evaluate(() => window.location.reload());
    await turnTo(surface, { tab: 'Activity' });
    const { frame } = surface;
    await frame.getByText('1 failed for more than 14 days: runs leave them alone.').waitFor();
    await frame.getByText('3 organizations failed last time').waitFor();
    await press(frame.getByRole('button', { name: 'Try again organization 77' }));
    await press(frame.getByRole('button', { name: 'Try all again' }));
    await waitFor('both', () => calls('POST /api/dead-letters/retry').length === 2);
    expect(calls('POST /api/dead-letters/retry').map(({ body }) => body)).toEqual([
      { organizationIds: [77] },
      {},
    ]);
  });

  it('lists what waits for a person, and nothing where nothing does', async () => {
    answer('GET /api/attention', ok(noAttention));
    const surface = await opened();
    const { frame } = surface;
    await frame.getByRole('button', { name: /Weekly update/ }).waitFor();
    expect(await frame.getByText('Waiting for a person').count()).toBe(0);
    const fights = [{ organizationId: 9, fields: ['City', 'Rank'], since: ago(3600) }];
    answer('GET /api/attention', ok({ merged: [31, 32], fights, more: true }));
    await frame.evaluate(() => window.location.reload());
    await turnTo(surface, { tab: 'Activity' });
    await frame.getByText('2 organizations merged from two stores').waitFor();
    await frame.getByRole('button', { name: 'Organization 32' }).waitFor();
    await frame.getByText(/^City, Rank, since/).waitFor();
    await frame.getByText('There may be more than are listed here.').waitFor();
    await expectReadable(surface, 'needs-person', { light: 1100, dark: 700, narrow: 360 });
    answer('GET /api/attention', refusal(503, 'no_database', 'Look again in a minute.', true));
    await frame.evaluate(() => window.location.reload());
    await turnTo(surface, { tab: 'Activity' });
    await frame.getByText('Look again in a minute.').first().waitFor();
  });

  it('says what went wrong where a list cannot be shown, and tries again', async () => {
    const { frame } = await opened();
    answer(recordsCall, refusal(503, 'no_database', 'Try again in a minute.', true));
    await press(frame.getByRole('button', { name: /Weekly update/ }));
    await frame.getByText('Try again in a minute.').waitFor();
    answer(recordsCall, ok({ records: [], next: null }));
    await press(frame.getByRole('button', { name: 'Try again' }));
    await frame.getByText('those of this run are not listed any more').waitFor();
  });

  it('has no button for somebody who may only look', async () => {
    const { frame } = await open({
      settings: { canChangeSettings: false },
      runs: [weekly({ id: 'run-3', state: 'running', finishedAt: null }), weekly()],
    });
    answer(recordsCall, ok({ records: [aRecord(41)], next: null }));
    await press(frame.getByRole('button', { name: /Weekly update Done/ }));
    await press(frame.getByRole('button', { name: /Weekly update Running/ }));
    await frame.getByRole('button', { name: 'Organization 41', exact: true }).waitFor();
    for (const name of ['Pause', 'Cancel', 'Retry all that failed', 'Retry organization 41'])
      expect(await frame.getByRole('button', { name, exact: true }).count()).toBe(0);
  });
});
