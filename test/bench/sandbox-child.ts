import { type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts';

/**
 * The pretend Pipedrive in a process of its own, its world in memory only, on the plan with the most custom fields.
 * It ends when the bench does.
 */
const options = JSON.parse(process.argv[2] ?? '') as SandboxOptions;
const sandbox = await startSandbox(options);
sandbox.world.company.plan = 'ultimate';
// So many a second are sent whatever the answers take: the sender is not what is measured.
sandbox.world.settings.webhooksInFlight = 64;
const [admin, otherAdmin] = sandbox.world.users.filter((user) => user.isAdmin).map((user) => user.id);
process.once('disconnect', () => process.exit(0));
process.send?.({
  url: sandbox.url,
  clientId: sandbox.clientId,
  clientSecret: sandbox.clientSecret,
  companyId: sandbox.world.company.id,
  admin,
  // The naive client has a grant of its own, so that it does not eat the app's burst window.
  naiveToken: sandbox.install(otherAdmin ?? 0).access_token,
});
