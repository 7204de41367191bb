import { describe, expect, it } from 'vitest';
import { calculationWords } from '../../client/ui/calculation-words.ts';
import { failureCodes } from '../../server/expressions/expression-error.ts';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { aRun, refusal } from './support/answers.ts';
import { mapping } from './support/mapping-answers.ts';
import { ok, settingsPage } from './support/settings-page.ts';

const isWay = ({ name }: { name: string }) => name === 'redirect_to';
const notesCall = 'GET /api/runs/run-2/notes';

describe('what a run cut or left out', () => {
  const { open, answer, calls } = settingsPage();
  const opened = (notes: Record<string, number>) =>
    open({
      mapping: mapping(() => 'mapped', { only: 30 }),
      runs: [aRun(), aRun({ id: 'run-2', kind: 'enrich_all', notes })],
    });

  it('is counted by reason, and shown by record when somebody asks', async () => {
    const surface = await opened({ cut: 3, calculation_failed: 1 });
    answer(
      notesCall,
      ok({
        notes: [
          { organizationId: 41, source: 'city', code: 'cut', detail: null },
          { organizationId: 42, source: 'calculated:score', code: 'calculation_failed', detail: 'no_value' },
        ],
      }),
    );
    const { frame } = surface;
    expect(calls(notesCall)).toEqual([]);
    await frame.getByText('4 values cut or left out').press('Enter');
    await frame.getByText('3 cut to what the field can hold').waitFor();
    await frame.getByText('Organization 41, City: cut to what the field can hold').waitFor();
    await frame
      .getByText('left out: it could not be calculated (an empty value was used in a calculation)')
      .waitFor();
    await frame.getByText('These are 2 of 4.').waitFor();
    expect(await surface.violations()).toEqual([]);
    await surface.resizeTo(360);
    expect(await surface.overflow()).toBeLessThanOrEqual(0);
  });

  it('leads to the organization, or says why not', async () => {
    const surface = await opened({ cut: 1 });
    const { frame } = surface;
    answer(notesCall, ok({ notes: [{ organizationId: 41, source: 'city', code: 'cut', detail: null }] }));
    await frame.getByText('1 value cut or left out').press('Enter');
    await frame.getByRole('button', { name: 'Organization 41' }).press('Enter');
    await waitFor('the way there', async () => (await surface.asked()).some(isWay));
    expect((await surface.asked()).find(isWay)?.args).toEqual({ view: 'organizations', id: 41 });
    await surface.set({ refuse: ['redirect_to'] });
    await press(frame.getByRole('button', { name: 'Organization 41' }));
    await waitFor('a word', async () => (await surface.asked()).some(({ name }) => name === 'show_snackbar'));
  });

  it('has words for every reason for which nothing was calculated', () => {
    for (const code of [...failureCodes, 'no_result'])
      expect(calculationWords(code)).not.toBe(code.replaceAll('_', ' '));
  });

  it('says why it cannot be shown, and tries again', async () => {
    const { frame } = await opened({ cut: 1 });
    answer(notesCall, refusal(404, 'run_not_found', 'There is no such run.'));
    await frame.getByText('1 value cut or left out').press('Enter');
    await frame.getByText('There is no such run.').waitFor();
    answer(notesCall, ok({ notes: [{ organizationId: 41, source: 'city', code: 'cut', detail: null }] }));
    await press(frame.getByRole('button', { name: 'Try again' }));
    await frame.getByText('Organization 41, City').waitFor();
  });

  it('is not mentioned where there is nothing', async () => {
    const { frame } = await opened({});
    await frame.getByText('Already in step').waitFor();
    expect(await frame.getByText('cut or left out').count()).toBe(0);
  });
});
