import { enrichByButton } from '../../server/enrichment/enrich-by-button.ts';
import { readOrganization } from '../../server/enrichment/read-record.ts';
import { isAppError } from '../../server/platform/errors.ts';
import { storeOf } from './company.ts';
import type { World } from './world.ts';

/** A person presses Enrich. Errors a person is told of are part of it; any other is a mistake of the app. */
export async function press(world: World, orgId: number): Promise<void> {
  const deps = world.depsOf('button');
  try {
    const installation = world.installation();
    const caller = { companyId: world.companyId, userId: 2, lane: 'click' } as const;
    const read = await readOrganization(deps, caller, orgId);
    if (read.state !== 'ok') return;
    const match = { kind: 'match', storeId: storeOf(orgId), key: 'host' } as const;
    const record = {
      installation,
      caller,
      organization: read.organization,
      website: '',
      readAt: read.readAt,
      matched: { match, domains: [] },
    };
    await enrichByButton(deps, record);
  } catch (error) {
    if (!world.life.isDead() && !isAppError(error)) throw error;
  }
}
