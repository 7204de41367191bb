import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {Record<string, string | undefined>} Environment */

/** True when no Pipedrive app is configured, so that the pretend one is used. @param {Environment} environment */
export function usesSandbox(environment) {
  return !environment['PIPEDRIVE_CLIENT_ID'] && !environment['PIPEDRIVE_CLIENT_SECRET'];
}

/**
 * The settings a run against the sandbox needs beyond what the person gave. Secrets are made at the first start
 * and kept in the data folder, so that a restart and a second process go on with the same ones.
 * @param {Environment} environment
 * @returns {Environment}
 */
export function sandboxEnvironment(environment) {
  const folder = join(environment['DATA_DIR'] || '.data', 'sandbox');
  const port = environment['SANDBOX_PORT'] || '3001';
  // A port that is none is reported by the settings' own check, not by what is made of it here.
  const url = `http://localhost:${/^\d+$/.test(port) ? port : '3001'}`;
  const secrets = keptSecrets(folder);
  return {
    SAMPLE_STORES: '5000',
    DEFAULT_ACCOUNT_PLAN: 'enterprise',
    ...environment,
    SANDBOX_PORT: port,
    PIPEDRIVE_CLIENT_ID: secrets.clientId,
    PIPEDRIVE_CLIENT_SECRET: secrets.clientSecret,
    PIPEDRIVE_OAUTH_URL: url,
    PIPEDRIVE_WEB_URL: url,
    ENCRYPTION_KEYS: environment['ENCRYPTION_KEYS'] || `sandbox:${secrets.encryptionKey}`,
    OPERATOR_TOKEN: environment['OPERATOR_TOKEN'] || secrets.operatorToken,
  };
}

/** @param {string} folder @returns {{ clientId: string, clientSecret: string, encryptionKey: string, operatorToken: string }} */
function keptSecrets(folder) {
  const file = join(folder, 'secrets.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    const secrets = {
      clientId: randomBytes(8).toString('hex'),
      clientSecret: randomBytes(20).toString('hex'),
      encryptionKey: randomBytes(32).toString('base64'),
      operatorToken: randomBytes(24).toString('base64url'),
    };
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
    return secrets;
  }
}
