import { describe, expect, it } from 'vitest';
import type { UndoOfRecord } from '../../server/undo/undo.contract.ts';
import { press } from '../support/press.ts';
import { ago, aPanel, aRun, refusal } from './support/answers.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import { preferences } from './support/connection-answers.ts';
import { expectReadable } from './support/looks.ts';
import { mapping } from './support/mapping-answers.ts';
import { ok, settingsPage } from './support/settings-page.ts';

const on = { 'GET /api/preferences': ok(preferences({ undo: true })) };
const widths = { light: 1100, dark: 700, narrow: 360 };

describe('undo on the settings page', () => {
  const { open, answer, calls } = settingsPage('Activity');
  const weekly = aRun({ id: 'run-2', kind: 'weekly', written: 80, createdAt: ago(900) });
  const opened = (answers = {}, more = {}) =>
    open({ mapping: mapping(() => 'mapped', { only: 30 }), runs: [weekly], ...more }, answers);

  it('is off until somebody wants it, and says what is kept then', async () => {
    const page = await opened();
    const { frame } = page;
    await frame.getByText('Off: nothing is kept, and nothing can be undone.').waitFor();
    await press(frame.getByRole('button', { name: /Weekly update/ }));
    await frame.getByText('API tokens', { exact: true }).waitFor();
    expect(await frame.getByRole('button', { name: 'Undo this run' }).count()).toBe(0);
    const toggle = frame.getByRole('switch', { name: 'Keep replaced values for undo' });
    answer('PUT /api/preferences', refusal(409, 'changed_meanwhile', 'Somebody else saved meanwhile.'));
    await toggle.press('Space');
    await frame.getByText('Somebody else saved meanwhile.').waitFor();
    answer('PUT /api/preferences', ok(preferences({ undo: true })));
    await toggle.press('Space');
    await frame.getByText('Switching it off erases what is kept.').waitFor();
    expect(calls('PUT').at(-1)?.body).toEqual({ version: 3, change: { undo: true } });
    await frame.getByRole('button', { name: 'Undo this run' }).waitFor();
    await expectReadable(page, 'undo-on', widths);
  });

  it('says what undoing a run does and takes before it starts', async () => {
    const page = await opened(on);
    const { frame } = page;
    const cost = { records: 80, tokens: 410, seconds: 95, until: ago(-20 * 86_400) };
    answer('GET /api/runs/run-2/undo', ok(cost));
    await press(frame.getByRole('button', { name: /Weekly update/ }));
    await press(frame.getByRole('button', { name: 'Undo this run' }));
    await frame.getByText('at most 410').waitFor();
    await frame.getByText('What somebody edited since stays, and is listed.').waitFor();
    await expectReadable(page, 'undo-run', widths);
    answer('POST /api/runs/run-2/undo', refusal(409, 'run_active', 'Another run is under way.'));
    await press(frame.getByRole('button', { name: 'Undo 80 organizations' }));
    await frame.getByText('Another run is under way.').waitFor();
    const undo = aRun({ id: 'run-3', kind: 'undo', state: 'queued', written: 0, finishedAt: null });
    answer('POST /api/runs/run-2/undo', ok({ run: undo }));
    await press(frame.getByRole('button', { name: 'Undo 80 organizations' }));
    await frame.getByRole('button', { name: 'Undo this run' }).waitFor();
    answer('GET /api/runs/run-2/undo', ok({ records: 0, tokens: 0, seconds: 0, until: null }));
    await press(frame.getByRole('button', { name: 'Undo this run' }));
    await frame.getByText('Nothing is kept of this run that could be undone').waitFor();
  });

  it('says why it cannot be switched or used', async () => {
    const gates = [{ feature: 'enrich_all', allowed: false, plans: ['pro', 'elite'] }] as const;
    const gated = await opened({}, { settings: { gates: [...gates] } });
    await gated.frame
      .getByRole('region', { name: 'Undo' })
      .getByText('Part of Pro and Elite. Your plan does not include it.')
      .waitFor();
    const looks = await opened(on, { settings: { canChangeSettings: false } });
    await press(looks.frame.getByRole('button', { name: /Weekly update/ }));
    await looks.frame.getByText('API tokens', { exact: true }).waitFor();
    expect(await looks.frame.getByRole('button', { name: 'Undo this run' }).count()).toBe(0);
    expect(
      await looks.frame.getByRole('switch', { name: 'Keep replaced values for undo' }).isDisabled(),
    ).toBe(true);
  });
});

describe('undo in the panel', () => {
  const surfaces = builtSurfaces();
  const fields = ['City', 'Platform'].map((label) => ({ source: label.toLowerCase(), label }));
  const attempt = { at: ago(600), until: ago(-86_400), fields };
  const attempts: UndoOfRecord['attempts'] = [
    { ...attempt, runId: null, attemptId: 'a-1', cause: 'button', runKind: null },
    { ...attempt, runId: 'run-2', attemptId: null, cause: 'run', runKind: 'weekly' },
  ];
  const undoCall = 'POST /api/organizations/41/undo';

  it('takes back one field or all that a run or a click did, and says what was left alone', async () => {
    surfaces.answer({
      'GET /api/organizations/41/panel': ok(aPanel()),
      'GET /api/organizations/41/history': ok({ recordState: 'ok', keptDays: 30, entries: [] }),
      'GET /api/organizations/41/undo': ok({ attempts }),
      [undoCall]: ok({ outcome: 'written', code: 'undone', back: ['city'], left: [] }),
    });
    const surface = await surfaces.open({
      path: 'panel',
      query: { resource: 'organization', selectedIds: '41' },
    });
    const { frame } = surface;
    await frame.getByText('History', { exact: true }).press('Enter');
    await frame.getByText('Weekly update').waitFor();
    await expectReadable(surface, 'panel-undo');
    await press(frame.getByRole('button', { name: 'Undo City' }).first());
    await frame.getByText('1 field given back.').waitFor();
    const left = [{ source: 'platform', reason: 'edited_since' }];
    surfaces.answer({ [undoCall]: ok({ outcome: 'written', code: 'undone', back: ['city'], left }) });
    await press(frame.getByRole('button', { name: 'Undo 2 fields' }).last());
    await frame.getByText('Platform: edited since, left alone').waitFor();
    surfaces.answer({ [undoCall]: refusal(503, 'budget_exhausted', 'No tokens are left today.') });
    await press(frame.getByRole('button', { name: 'Undo 2 fields' }).first());
    await frame.getByText('No tokens are left today.').waitFor();
    const bodies = surfaces.stage.calls.filter(({ call }) => call === undoCall).map(({ body }) => body);
    expect(bodies).toEqual([{ attemptId: 'a-1', source: 'city' }, { runId: 'run-2' }, { attemptId: 'a-1' }]);
  });
});
