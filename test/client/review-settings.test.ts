import { beforeEach, describe, expect, it } from 'vitest';
import type { RunView } from '../../server/runs/runs.contract.ts';
import { choose, press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { aRun, refusal, runs } from './support/answers.ts';
import { builtSurfaces } from './support/built-surfaces.ts';
import { expectReadable } from './support/looks.ts';
import { aPreview, aRecord } from './support/preview-answers.ts';
import { answersFor, created, scan } from './support/settings-case.ts';
import { ok } from './support/settings-page.ts';
import type { Surface } from './support/surface.ts';

const previewCall = 'POST /api/preview';
const aPreviewRun = (changes: Partial<RunView> = {}) =>
  aRun({
    id: 'run-9',
    kind: 'preview',
    planned: 121,
    written: 84,
    unchanged: 30,
    skipped: { excluded: 7 },
    fieldsToWrite: { city: 61, rank: 84, 'calculated:score': 3 },
    ...changes,
  });

describe('the preview inside the mapping', () => {
  const on = builtSurfaces();
  beforeEach(() =>
    on.answer({
      ...answersFor({ name: 'preview', runs: [scan()], mapping: created(), says: [] }),
      [previewCall]: ok(aPreview([aRecord(), aRecord({ id: 42, name: 'Quietwick' })])),
      'GET /api/preview/cost': ok({ tokens: 470, seconds: 62, tokensLeftToday: 80_000 }),
    }),
  );

  const open = async () => {
    const page = await on.open({ path: 'settings', width: 1000, height: 700 });
    await press(page.frame.getByRole('button', { name: 'Preview', exact: true }));
    return page;
  };
  const look = (surface: Surface, name: string) =>
    expectReadable(surface, `preview-${name}`, { light: 1000, dark: 640, narrow: 360 });
  const bodies = () => on.stage.calls.filter(({ call }) => call === previewCall).map(({ body }) => body);

  it('begins with a sample, by the mapping as saved, and goes back to the table', async () => {
    const surface = await open();
    const { frame } = surface;
    await frame.getByText('12 fields', { exact: true }).waitFor();
    expect(bodies()).toEqual([
      { objectType: 'organization', scope: { kind: 'sample', count: 10 }, draft: null },
    ]);
    await frame.getByRole('heading', { name: 'Preview' }).waitFor();
    await look(surface, 'sample');
    await press(frame.getByRole('button', { name: 'Back to the mapping' }));
    await frame.getByRole('button', { name: 'Preview', exact: true }).waitFor();
  });

  it('shows one record by its number or link, and says what it cannot read', async () => {
    const { frame } = await open();
    await choose(frame.getByRole('radio', { name: 'One organization' }));
    const field = frame.getByLabel('Number or link of the organization');
    await field.fill('https://acme.pipedrive.example/person/12');
    await field.press('Enter');
    await frame.getByText('Type the number of the organization').waitFor();
    await field.fill('https://acme.pipedrive.example/organization/123');
    await field.press('Enter');
    await waitFor('the question', async () => bodies().length === 2);
    expect(bodies()[1]).toMatchObject({ scope: { kind: 'records', ids: [123] } });
    await frame.getByText('Lumenvale GmbH').waitFor();

    const put = aRecord({ id: 123, name: 'Lumenvale, put right' });
    on.answer({ [previewCall]: ok(aPreview([put])) });
    await press(frame.getByRole('button', { name: 'Show', exact: true }));
    await frame.getByText('Lumenvale, put right').waitFor();
    expect(bodies()).toHaveLength(3);
  });

  it('shows what was empty before in another colour than what is replaced', async () => {
    const { frame } = await open();
    await frame.getByText('12 fields', { exact: true }).waitFor();
    const colour = (text: string) =>
      frame
        .locator('del')
        .filter({ hasText: text })
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor);
    expect(await colour('empty')).not.toBe(await colour('Leipzg'));
  });

  it('says what is wrong with a draft, and what stands in the way of a look', async () => {
    const problem = { source: 'city', message: 'A list has many values. Pick another field.' };
    on.stage.answers.set(previewCall, { status: 200, body: aPreview([aRecord()], { problems: [problem] }) });
    const surface = await open();
    await surface.frame.getByText('This mapping cannot be saved yet').waitFor();
    await surface.frame.getByText('A list has many values.').waitFor();
    await look(surface, 'problems');
    on.stage.answers.set(previewCall, refusal(429, 'budget_exhausted', 'No API tokens are left today.'));
    await press(surface.frame.getByRole('button', { name: 'Back to the mapping' }));
    await press(surface.frame.getByRole('button', { name: 'Preview', exact: true }));
    await surface.frame.getByText('No API tokens are left today.').waitFor();
  });

  it('says so where no record has a store yet', async () => {
    on.stage.answers.set(previewCall, { status: 200, body: aPreview([]) });
    const { frame } = await open();
    await frame.getByText('No organizations to show').waitFor();
  });

  it('looks at everything, shows how far it is, and what came of it', async () => {
    const surface = await open();
    const { frame } = surface;
    const running = aPreviewRun({
      state: 'running',
      remaining: 40,
      planned: 161,
      secondsLeft: 90,
      finishedAt: null,
    });
    on.stage.answers.set('POST /api/preview/all', () => {
      on.stage.answers.set('GET /api/runs', { status: 200, body: runs(running, scan()) });
      return { status: 200, body: { run: running } };
    });
    await choose(frame.getByRole('radio', { name: 'Everything' }));
    await press(frame.getByRole('button', { name: 'Look at everything' }));
    await frame.getByText('84 organizations would be written, 30 in step').waitFor();
    await look(surface, 'everything-running');
    on.stage.answers.set('GET /api/runs', { status: 200, body: runs(aPreviewRun(), scan()) });
    await frame.getByRole('cell', { name: '61' }).waitFor();
    for (const text of ['City', 'calculated:score', 'about 470', 'Nothing was written.', 'Look again'])
      await frame.getByText(text).first().waitFor();
    await look(surface, 'everything-done');
  });

  it('says why everything cannot be looked at', async () => {
    on.stage.answers.set('GET /api/runs', { status: 200, body: runs() });
    const { frame } = await open();
    await choose(frame.getByRole('radio', { name: 'Everything' }));
    await frame.getByText('Scan first: only matched organizations are looked at.').waitFor();
    expect(await frame.getByRole('button', { name: 'Look at everything' }).isDisabled()).toBe(true);
  });
});
