import { expect, test } from 'vitest';
import { startCheckedSandbox } from '../support/checked-sandbox.ts';
import { appFrame, inApp } from './app-frame.ts';
import { hostInBrowser } from './host-in-browser.ts';

const on = hostInBrowser();

test('in the whole sandbox an install brings the panel, and what the app writes through the API shows beside it', async () => {
  const sandbox = await startCheckedSandbox({
    appUrl: on.app.origin,
    organizations: 5,
    persons: 5,
    seed: 3,
  });
  try {
    const [user] = sandbox.world.users;
    if (!user) throw new Error('the seed has users');
    await on.page.goto(`${sandbox.url}/organization/1`);
    await on.page.getByRole('link', { name: 'Install from Marketplace' }).waitFor();
    const { access_token: token } = sandbox.install(user.id);
    await on.page.reload();
    const frame = await appFrame(on.page);
    expect(
      await inApp(frame, 'sdk.execute("get_signed_token").then(({ token }) => token.split(".").length)'),
    ).toEqual({ value: 3 });

    const answer = await fetch(`${sandbox.url}/api/v2/organizations/1`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ website: 'https://written-by-the-app.example' }),
    });
    expect(answer.status).toBe(200);
    await on.page.getByText('https://written-by-the-app.example').waitFor();
  } finally {
    await sandbox.close();
  }
});
