import type { StoreRecord } from '../catalog/store.ts';
import type { Installation } from '../install/installation.ts';

/** True when the account's plan reaches the store. A link may be older than the plan's platforms are. */
export function planCovers(
  { platformScope }: Pick<Installation, 'platformScope'>,
  store: StoreRecord,
): boolean {
  return platformScope === null || platformScope.includes(store.domain.platform);
}
