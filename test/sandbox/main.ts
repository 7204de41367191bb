import { join } from 'node:path';
import { startSandbox } from './sandbox.ts';

/**
 * The pretend Pipedrive as a process of its own, the way `npm start` runs it. When it listens it says so in one
 * line of JSON on standard output; it ends when told to, or when whoever started it has gone.
 */
const {
  SANDBOX_PORT = '3001',
  SANDBOX_API_DOMAIN,
  DATA_DIR = '.data',
  APP_URL,
  OPERATOR_TOKEN,
  PIPEDRIVE_CLIENT_ID,
  PIPEDRIVE_CLIENT_SECRET,
  STORELEADS_API_KEY,
} = process.env;
const appUrl = APP_URL ?? 'http://127.0.0.1:3000';

const sandbox = await startSandbox({
  port: Number(SANDBOX_PORT),
  appUrl,
  dataDir: join(DATA_DIR, 'sandbox'),
  ...(PIPEDRIVE_CLIENT_ID ? { clientId: PIPEDRIVE_CLIENT_ID } : {}),
  ...(PIPEDRIVE_CLIENT_SECRET ? { clientSecret: PIPEDRIVE_CLIENT_SECRET } : {}),
  ...(STORELEADS_API_KEY ? { storeLeadsKey: STORELEADS_API_KEY } : {}),
  ...(SANDBOX_API_DOMAIN ? { apiDomain: SANDBOX_API_DOMAIN } : {}),
  ...(OPERATOR_TOKEN ? { appOperator: { url: appUrl, token: OPERATOR_TOKEN } } : {}),
}).catch((error: unknown) => {
  // Whoever started us says in words that the port is taken.
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') process.exit(1);
  throw error;
});

const { url, clientId, clientSecret } = sandbox;
const ready = { sandbox: { url, clientId, clientSecret } };
if (process.send) process.send(ready);
else process.stdout.write(`${JSON.stringify(ready)}\n`);

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await sandbox.close();
  process.exit(0);
}
process.once('SIGTERM', end);
process.once('SIGINT', end);
process.once('disconnect', end);
process.stdin.once('end', end).resume();
