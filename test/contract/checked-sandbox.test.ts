import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openApiFolder, startCheckedSandbox } from '../support/checked-sandbox.ts';
import { clientFor } from './api-client.ts';

const options = { appUrl: 'http://127.0.0.1:1', organizations: 3, persons: 3 };

test('closing a checked sandbox is quiet when all traffic was right', async () => {
  const sandbox = await startCheckedSandbox(options);
  await clientFor(sandbox, 9001)('GET', '/api/v2/organizations?limit=500');
  expect(sandbox.violations).toEqual([]);
  await sandbox.close();
});

test.skipIf(!existsSync(openApiFolder))('closing it throws when a request broke the documents', async () => {
  const sandbox = await startCheckedSandbox(options);
  await clientFor(sandbox, 9001)('PATCH', '/api/v2/organizations/1', { nonsense: 1 });
  expect(sandbox.violations.join()).toMatch(/request PATCH \/organizations\/\{id\}: .*additional properties/);
  await expect(sandbox.close()).rejects.toThrow(/broke Pipedrive's documents/);
});

test.skipIf(!existsSync(openApiFolder))(
  'closing it throws when the sandbox answers what is not documented',
  async () => {
    const sandbox = await startCheckedSandbox(options);
    const organization = sandbox.world.organizations[0];
    if (organization) Object.assign(organization, { made_up: 1 });
    await clientFor(sandbox, 9001)('GET', '/api/v2/organizations/1');
    expect(sandbox.violations.join()).toMatch(/answer GET \/organizations\/\{id\} 200: .*made_up/);
    await expect(sandbox.close()).rejects.toThrow(/made_up/);
  },
);
