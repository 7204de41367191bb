import { pipedriveError } from '../pipedrive/errors.ts';
import type { Pipedrive } from '../pipedrive/types.ts';
import { isAppError } from '../platform/errors.ts';
import type { InstallDeps } from './install-deps.ts';

/** The app's page in the company's Pipedrive settings. @throws AppError `bad_answer` when the domain cannot be one. */
export function settingsPage(
  { webUrlTemplate, clientId }: Pick<InstallDeps['options'], 'webUrlTemplate' | 'clientId'>,
  companyDomain: string,
): string {
  if (!/^[a-z0-9-]{1,63}$/i.test(companyDomain)) throw pipedriveError('bad_answer');
  const origin = webUrlTemplate.replace('{company}', companyDomain).replace(/\/+$/, '');
  return `${origin}/settings/marketplace/app/${encodeURIComponent(clientId)}/app-settings`;
}

/**
 * The same for a company that nobody is looking at: its domain is not stored, so it is asked for with a grant that works.
 * Where none does, the app's own address, which says how to get there. Costs 2 tokens.
 */
export async function settingsPageOf(
  deps: Pick<InstallDeps, 'connections' | 'installations' | 'options'> & { pipedrive: Pick<Pipedrive, 'me'> },
  companyId: number,
): Promise<string> {
  const [installation, connections] = await Promise.all([
    deps.installations.get(companyId),
    deps.connections.list(companyId),
  ]);
  const works = connections.filter(({ state }) => state === 'ok');
  const best = works.find(({ userId }) => userId === installation?.organizationUserId) ?? works[0];
  const elsewhere = `${deps.options.appUrl}/settings`;
  if (!best) return elsewhere;
  try {
    const { companyDomain } = await deps.pipedrive.me({ companyId, userId: best.userId, lane: 'bulk' });
    return settingsPage(deps.options, companyDomain);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return elsewhere;
  }
}
