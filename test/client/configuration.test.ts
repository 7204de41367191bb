import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { refusal } from './support/answers.ts';
import { mapping } from './support/mapping-answers.ts';
import { ok, settingsPage } from './support/settings-page.ts';

const plan = {
  edition: 3,
  changes: [
    { objectType: 'organization', label: 'City', what: 'Write rule', before: 'Always', after: 'Never' },
    { objectType: null, label: 'Tier', what: 'Expression', before: '', after: '"gold"' },
  ],
  notPlaced: [
    {
      objectType: 'organization',
      label: 'State',
      fieldName: 'Region',
      message: 'There is no such text field.',
    },
  ],
  problems: [],
};
const file = (text: string) => ({
  name: 'configuration.json',
  mimeType: 'application/json',
  buffer: Buffer.from(text),
});

describe('versions and the configuration file', () => {
  const { open, answer, calls } = settingsPage();
  const few = (edition = 3) => mapping(() => 'mapped', { only: 12, edition });

  it('exports what the server wrote, byte for byte', async () => {
    const { frame, page } = await open({ mapping: few() });
    answer('GET /api/configuration', ok({ b: 1, a: ['ü', 2] }));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      press(frame.getByRole('button', { name: 'Export' })),
    ]);
    expect(download.suggestedFilename()).toBe('store-leads-for-pipedrive.json');
    expect(await readFile(await download.path(), 'utf8')).toBe('{"b":1,"a":["ü",2]}');
  });

  it('shows what a file would change before it is applied', async () => {
    const { frame, violations } = await open({ mapping: few() });
    answer('POST /api/configuration/check', ok(plan));
    answer('POST /api/configuration', ok(few(4)));
    await press(frame.getByRole('button', { name: 'Import' }));
    await frame.getByLabel('Choose a configuration file').setInputFiles(file('{"format":"x"}'));
    await frame.getByText('1 field could not be placed').waitFor();
    await frame.getByRole('cell', { name: '"gold"' }).waitFor();
    expect(await violations()).toEqual([]);
    expect(calls('POST /api/configuration')).toHaveLength(1);
    await press(frame.getByRole('button', { name: 'Apply 2 changes' }));
    await frame.getByText('Version 4, saved by you').waitFor();
    expect(calls('POST /api/configuration').at(-1)?.body).toEqual({ text: '{"format":"x"}', edition: 3 });
  });

  it('says where a file is wrong, and looks again when somebody saved meanwhile', async () => {
    const { frame } = await open({ mapping: few() });
    await press(frame.getByRole('button', { name: 'Import' }));
    const choose = (text: string) =>
      frame.getByLabel('Choose a configuration file').setInputFiles(file(text));
    answer('POST /api/configuration/check', {
      status: 422,
      body: {
        error: {
          code: 'unknown_key',
          message: 'The file has a key that is not known. Nothing was changed.',
          retry: false,
          details: { place: 'organization.entries.city.colour' },
        },
      },
    });
    await choose('{}');
    await frame.getByText('This file cannot be used').waitFor();
    await frame.getByText('Place in the file: organization.entries.city.colour').waitFor();
    expect(await frame.getByText('Nothing was changed').count()).toBe(1);
    await choose('x'.repeat(2_000_001));
    await frame.getByText('This file is too large').waitFor();
    expect(calls('POST /api/configuration/check')).toHaveLength(1);

    answer('POST /api/configuration/check', ok(plan));
    answer('POST /api/configuration', refusal(409, 'mapping_changed', 'Somebody else saved the mapping.'));
    await choose('{"a":1}');
    await press(frame.getByRole('button', { name: 'Apply 2 changes' }));
    await press(frame.getByRole('button', { name: 'Check the file again' }));
    await frame.getByText('The file was not applied').waitFor({ state: 'detached' });
    // What was said goes at once, before the file is sent.
    await waitFor('the file to be checked again', async () => calls('POST /api/configuration/check')[2]);
    await frame.getByRole('button', { name: 'Apply 2 changes' }).waitFor();
    expect(calls('POST /api/configuration/check')).toHaveLength(3);
  });

  it('goes back to an earlier version after showing what that changes, not over unsaved changes', async () => {
    const { frame, violations } = await open({ mapping: few() });
    const version = (edition: number, userId: number, reason: string) => ({
      edition,
      at: new Date(Date.now() - (4 - edition) * 3_600_000).toISOString(),
      userId,
      reason,
      current: edition === 3,
    });
    answer(
      'GET /api/mapping/versions',
      ok({ versions: [version(3, 7, 'saved'), version(2, 9001, 'imported')] }),
    );
    answer('POST /api/mapping/versions/2/check', ok({ ...plan, notPlaced: [] }));
    answer('POST /api/mapping/versions/2/restore', ok(few(4)));
    await frame.getByRole('combobox', { name: 'Write rule of Aliases', exact: true }).selectOption('never');
    await frame.getByText('1 change not saved').waitFor();
    await press(frame.getByRole('button', { name: 'Versions' }));
    await frame.getByText('2 hours ago by User 9001, applied from a file').waitFor();
    await frame.getByText('1 hour ago by you, changed by hand').waitFor();
    expect(await violations()).toEqual([]);
    await press(frame.getByRole('button', { name: 'Go back to version 2' }));
    await frame.getByText('Save or discard your changes to the mapping first.').waitFor();
    const back = frame.getByRole('button', { name: 'Go back to version 2' });
    expect(await back.isDisabled()).toBe(true);
    await press(frame.getByRole('button', { name: 'Discard' }));
    await back.click();
    await frame.getByText('Version 4, saved by you').waitFor();
    expect(calls('POST /api/mapping/versions/2/restore')[0]?.body).toEqual({ edition: 3 });
  });

  it('offers those who may change nothing the versions to look at, and no file', async () => {
    const { frame } = await open({ mapping: few(), settings: { canChangeSettings: false } });
    await frame.getByText('Version 3, saved by you').waitFor();
    for (const name of ['Export', 'Import'])
      expect(await frame.getByRole('button', { name }).isDisabled(), name).toBe(true);
    expect(await frame.getByRole('button', { name: 'Versions' }).isEnabled()).toBe(true);
  });
});
