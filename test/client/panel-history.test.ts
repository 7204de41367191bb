import { beforeEach, describe, expect, it } from 'vitest';
import { press } from '../support/press.ts';
import { ago, aPanel, refusal } from './support/answers.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import { expectReadable } from './support/looks.ts';

const historyCall = 'GET /api/organizations/41/history';
const anEntry = (more: object) => ({
  ...{ at: ago(600), cause: 'run', runKind: 'weekly', runId: 'run-1', outcome: 'written', code: null },
  ...{ field: null, fields: ['City', 'Platform'], notes: [], ...more },
});
const history = (...entries: object[]) => ({
  status: 200,
  body: { recordState: 'ok', keptDays: 30, entries },
});

describe('the history in the panel', () => {
  const on = builtSurfaces();
  beforeEach(() =>
    on.answer({
      'GET /api/organizations/41/panel': { status: 200, body: aPanel() },
      'GET /api/organizations/41/undo': { status: 200, body: { attempts: [] } },
    }),
  );
  const open = () => on.open({ path: 'panel', query: { resource: 'organization', selectedIds: '41' } });
  const asked = () => on.stage.calls.filter(({ call }) => call === historyCall).length;

  it('is asked for when somebody opens it, and says what was done, by what, to which fields', async () => {
    on.answer({
      [historyCall]: history(
        anEntry({ cause: 'button', runKind: null, runId: null, fields: ['City'] }),
        anEntry({ notes: [{ field: 'Rank', code: 'cut', detail: null }] }),
        anEntry({
          at: ago(900),
          cause: 'event',
          runKind: null,
          runId: null,
          outcome: 'unchanged',
          fields: [],
        }),
        anEntry({ at: ago(999), outcome: 'failed', code: 'no_access', fields: [] }),
      ),
    });
    const surface = await open();
    const { frame } = surface;
    await frame.getByText('In step').waitFor();
    expect(asked()).toBe(0);
    await frame.getByText('History', { exact: true }).press('Enter');
    await frame.getByText('Button, 1 field updated').waitFor();
    await frame.getByText('Weekly update, 2 fields updated').waitFor();
    await frame.getByText('City, Platform').waitFor();
    await frame.getByText('Rank: cut to what the field can hold').waitFor();
    await frame.getByText('Change in Pipedrive, already in step').waitFor();
    await frame.getByText('Weekly update, failed: Not visible to the connected user').waitFor();
    await expectReadable(surface, 'panel-history');
  });

  it('says when there is nothing, why it cannot be shown, and tries again', async () => {
    on.answer({ [historyCall]: refusal(503, 'no_database', 'Try again in a minute.', true) });
    const { frame } = await open();
    await frame.getByText('History', { exact: true }).press('Enter');
    await frame.getByText('Try again in a minute.').waitFor();
    on.answer({ [historyCall]: history() });
    await press(frame.getByRole('button', { name: 'Try again' }));
    await frame.getByText('Nothing was done in the last 30 days.').waitFor();
  });

  it('shows nothing to who may not see the organization', async () => {
    on.answer({
      [historyCall]: { status: 200, body: { recordState: 'no_access', keptDays: 30, entries: [] } },
    });
    const { frame } = await open();
    await frame.getByText('History', { exact: true }).press('Enter');
    await frame.getByText('You cannot see this organization in Pipedrive.').waitFor();
  });
});
