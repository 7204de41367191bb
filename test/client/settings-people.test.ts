import { describe, expect, it } from 'vitest';
import { press } from '../support/press.ts';
import { waitFor } from '../support/wait-for.ts';
import { aConnection, refusal, settings } from './support/answers.ts';
import { errorMail, preferences } from './support/connection-answers.ts';
import { turnTo } from './support/settings-case.ts';
import { ok, settingsPage } from './support/settings-page.ts';

const on = { state: 'on', userId: 7, address: 'owner@mail.example' } as const;

describe('people on the settings page', () => {
  const { open, answer, calls } = settingsPage('Connection and budget');
  const bodies = (start: string) => calls(start).map(({ body }) => body);

  it('lets an admin choose who takes over, and puts the choice back when it was not saved', async () => {
    const connections = [
      aConnection({ isYou: true, isAdmin: true }),
      aConnection({ userId: 8, role: 'standby' }),
    ];
    const { frame } = await open({ settings: { connections } });
    const choice = frame.getByLabel('If this access ends, who takes over?');
    answer(
      'PUT /api/connections/standby',
      ok(settings({ connections, standby: { mode: 'chosen', userId: 8 } })),
    );
    await choice.selectOption('8');
    await waitFor('the choice', async () => (await choice.inputValue()) === '8');
    answer('PUT /api/connections/standby', refusal(403, 'not_allowed', 'Ask an admin.'));
    await choice.selectOption('nobody');
    await frame.getByText('Ask an admin.').waitFor();
    expect(bodies('PUT /api/connections/standby')).toEqual([
      { mode: 'chosen', userId: 8 },
      { mode: 'nobody', userId: null },
    ]);
    expect(await choice.inputValue()).not.toBe('nobody');
  });

  it('asks for an address, waits for its confirmation, sends a test and switches off', async () => {
    const { frame, asked } = await open();
    const field = frame.getByLabel('Your e-mail address');
    await field.fill('nobody');
    await field.press('Enter');
    await frame.getByText('Write an e-mail address').waitFor();
    expect(calls('PUT /api/error-mail')).toEqual([]);
    answer('PUT /api/error-mail', ok(errorMail({ ...on, state: 'unconfirmed' })));
    await field.fill('owner@mail.example');
    await field.press('Enter');
    await frame.getByText('Follow the link in the mail we sent to owner@mail.example.').waitFor();
    expect(bodies('PUT /api/error-mail')).toEqual([
      { address: 'owner@mail.example', timeZone: expect.stringMatching(/./) },
    ]);
    answer('PUT /api/error-mail', ok(errorMail(on)));
    await press(frame.getByRole('button', { name: 'Send the link again' }));
    await frame.getByText('Sent to owner@mail.example.').waitFor();
    answer('POST /api/error-mail/test', ok(errorMail(on)));
    await press(frame.getByRole('button', { name: 'Send a test mail' }));
    await waitFor('a word', async () =>
      JSON.stringify(await asked()).includes('The test mail is on its way'),
    );
    answer('DELETE /api/error-mail', ok(errorMail()));
    await press(frame.getByRole('button', { name: 'Switch off' }));
    await frame.getByLabel('Your e-mail address').waitFor();
  });

  it('says why a mail was not sent', async () => {
    const { frame } = await open();
    answer('PUT /api/error-mail', refusal(503, 'mail_not_sent', 'The mail server did not take the mail.'));
    await frame.getByLabel('Your e-mail address').fill('owner@mail.example');
    await press(frame.getByRole('button', { name: 'Send me the error mail' }));
    await frame.getByText('The mail server did not take the mail.').waitFor();
  });

  it('does not speak of mails where none can be sent', async () => {
    const { frame } = await open({}, { 'GET /api/error-mail': ok(errorMail({ available: false })) });
    await frame.getByRole('heading', { name: 'Connection' }).waitFor();
    await waitFor('the answer', () => calls('GET /api/error-mail').length > 0);
    await frame.getByRole('heading', { name: 'Error mail' }).waitFor({ state: 'detached' });
  });

  it('sets quiet hours by the browser’s clock, changes and removes them', async () => {
    const page = await open();
    const { frame } = page;
    await turnTo(page, { tab: 'Automatic updates' });
    const here = await frame.locator('body').evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
    const hours = { from: '21:30', until: '06:00', timeZone: here };
    await press(frame.getByRole('button', { name: 'Set quiet hours' }));
    await frame.getByLabel('From', { exact: true }).fill('06:00');
    await press(frame.getByRole('button', { name: 'Save', exact: true }));
    await frame.getByText('Give two different times.').waitFor();
    await frame.getByLabel('From', { exact: true }).fill('21:30');
    answer('PUT /api/preferences', ok(preferences({ quietHours: hours })));
    await press(frame.getByRole('button', { name: 'Save', exact: true }));
    await frame.getByText('Every day from 21:30 to 06:00').waitFor();
    answer('PUT /api/preferences', ok(preferences()));
    await press(frame.getByRole('button', { name: 'Remove', exact: true }));
    await frame.getByText('None: automatic work may write at any time.').waitFor();
    expect(bodies('PUT /api/preferences')).toEqual([
      { version: 3, change: { quietHours: hours } },
      { version: 3, change: { quietHours: null } },
    ]);
  });
});
