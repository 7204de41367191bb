import { byId } from '../state/by-id.ts';
import type { Organization, Person, User, World } from '../world.ts';

/**
 * Whether this user may see the record (pipedrive-api.md 2.5). Admins see everything. On Premium and Ultimate
 * 1 is the owner alone, 3 and 5 the owner's group, 7 all; on smaller plans only 1 restricts.
 */
export function canSee(world: World, user: User, record: Organization | Person): boolean {
  if (user.isAdmin || record.owner_id === user.id || record.visible_to === 7) return true;
  if (record.visible_to === 1) return false;
  if (twoLevels(world)) return true;
  return byId(world.users, record.owner_id)?.visibilityGroup === user.visibilityGroup;
}

/** The level that shows a record to the whole company: what a new record gets unless said. */
export function companyWide(world: World): number {
  return twoLevels(world) ? 3 : 7;
}

function twoLevels({ company }: World): boolean {
  return company.plan === 'lite' || company.plan === 'growth';
}
