import { readFile } from 'node:fs/promises';
import type { Frame } from 'playwright-core';
import { expect, it } from 'vitest';
import { choose } from '../support/press.ts';
import { type StudioStage, secondAdmin } from './studio-stage.ts';

const gone = 'Store Leads: Zip';

/** Fields that vanish, colleagues who save at the same time, files and earlier versions. */
export function changeSteps(on: StudioStage): void {
  const ruleOf = async (source: string) =>
    (await on.mapping()).organization.rows.find((row) => row.source === source)?.settings.rule;
  const save = async (settings: Frame) => {
    await on.press(settings.getByRole('button', { name: 'Save', exact: true }));
    await settings.getByText(/changes? not saved/).waitFor({ state: 'hidden' });
  };

  it('does without a field that was deleted in Pipedrive, and says so', async () => {
    await deleteField(on, on.codeOf(gone));
    const settings = await on.openSettings();
    await on.press(settings.getByRole('button', { name: 'Enrich all again' }));
    await on.press(settings.getByRole('button', { name: /^Enrich \d+ organizations$/ }));
    await settings.getByRole('button', { name: 'Enrich all again' }).waitFor();
    expect(await on.lastRun('enrich_all')).toMatchObject({ state: 'done', failed: {} });
    await settings.getByText('1 field is broken: it was deleted in Pipedrive').waitFor();
    await on.press(settings.getByRole('button', { name: 'Show', exact: true }));
    await settings.getByText('Field deleted in Pipedrive').waitFor();
    expect((await on.mapping()).organization.rows.find(({ source }) => source === 'zip')).toMatchObject({
      state: 'broken',
      brokenCode: 'target_gone',
    });
    await on.inLooks('deleted-field', settings.getByText('Field deleted in Pipedrive'));
  });

  it('lets go of the deleted field', async () => {
    const settings = await on.surface();
    await on.press(settings.getByRole('button', { name: /^Field of Zip/ }));
    await settings.getByRole('option', { name: /^No field/ }).click();
    await save(settings);
    await settings.getByLabel('Show', { exact: true }).selectOption('all');
    await settings.getByRole('button', { name: 'Choose field for Zip' }).waitFor();
  });

  it('shows an admin what another saved meanwhile, and lets them choose', async () => {
    await on.app().install(secondAdmin);
    const other = await on.signedIn(secondAdmin);
    const theirs = await on.openSettings(other);
    const mine = await on.openSettings();
    await mine.getByLabel('Write rule of City').selectOption('if_empty');
    await theirs.getByLabel('Write rule of City').selectOption('never');
    await theirs.getByLabel('Write rule of Country Code').selectOption('if_empty_or_ours');
    await save(mine);
    await on.press(theirs.getByRole('button', { name: 'Save', exact: true }));
    const question = theirs.getByRole('dialog', { name: 'Somebody saved while you were editing' });
    await question.getByText('Write rule: If empty').waitFor();
    await question.getByText('Write rule: Never').waitFor();
    expect(await ruleOf('city')).toBe('if_empty');
    await on.shot('saved-meanwhile', other);
    await choose(question.getByRole('radio', { name: /^Theirs/ }));
    await on.press(question.getByRole('button', { name: 'Use this choice' }));
    await theirs.getByText('1 change not saved').waitFor();
    await save(theirs);
    expect([await ruleOf('city'), await ruleOf('country_code')]).toEqual(['if_empty', 'if_empty_or_ours']);
    await on.shot('both-saved', other);
    await other.context().close();
  });

  it('gives the configuration as a file, which changes nothing when it is taken back', async () => {
    const settings = await on.openSettings();
    const [download] = await Promise.all([
      on.page().waitForEvent('download'),
      on.press(settings.getByRole('button', { name: 'Export' })),
    ]);
    expect(download.suggestedFilename()).toBe('store-leads-for-pipedrive.json');
    const path = await download.path();
    const file = await readFile(path, 'utf8');
    expect(JSON.parse(file)).toMatchObject({ format: 'store-leads-for-pipedrive', version: 1 });
    const { edition } = await on.mapping();
    await on.press(settings.getByRole('button', { name: 'Import' }));
    await settings.getByLabel(/^Choose a configuration file/).setInputFiles(path);
    await settings.getByText('Nothing would change: this is how it is now.').waitFor();
    await on.inLooks('import-nothing', settings.getByText('Nothing would change'));
    expect((await on.mapping()).edition).toBe(edition);
    await settings.getByLabel(/^Choose a configuration file/).setInputFiles({
      name: 'changed.json',
      mimeType: 'application/json',
      buffer: Buffer.from(file.replace('"rule": "if_empty"', '"rule": "sometimes"')),
    });
    await settings.getByText('This file cannot be used').waitFor();
    await settings.getByText(/organization\.entries\.city\.rule/).waitFor();
    await on.shot('import-refused');
    await on.press(settings.getByRole('button', { name: 'Close', exact: true }));
  });

  it('goes back to an earlier version after showing what that changes', async () => {
    const settings = await on.surface();
    const { edition } = await on.mapping();
    // By key: the page may still be moving after the file was put away.
    await on.press(settings.getByRole('button', { name: 'Versions' }));
    await on.inLooks('versions', settings.getByText('Current', { exact: true }));
    await on.press(settings.getByRole('button', { name: `Go back to version ${edition - 1}` }));
    await settings.getByRole('region', { name: 'What would change' }).waitFor();
    await on.inLooks('go-back', settings.getByRole('region', { name: 'What would change' }));
    await on.press(settings.getByRole('button', { name: /^Go back/ }));
    await settings
      .getByText(`Version ${edition + 1}`, { exact: false })
      .first()
      .waitFor();
    expect([await ruleOf('city'), await ruleOf('country_code')]).toEqual(['if_empty', 'always']);
    await on.shot('went-back');
  });
}

/** An admin deletes a field in the settings of Pipedrive. */
async function deleteField(on: StudioStage, code: string): Promise<void> {
  const { accessTokens } = on.world();
  const [token = ''] = Object.keys(accessTokens);
  const answer = await fetch(`${on.app().sandbox.url}/api/v2/organizationFields/${code}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status).toBe(200);
}
