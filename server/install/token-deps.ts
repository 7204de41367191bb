import type { OAuthClient } from '../pipedrive/oauth-client.ts';
import type { KeyRing } from '../platform/crypto.ts';
import type { Base } from '../platform/deps.ts';
import type { ConnectionStore } from './connection.store.ts';
import type { ConnectionKey } from './connection.ts';

/** What keeping tokens fresh needs. */
export type TokenDeps = Base & {
  connections: ConnectionStore;
  oauth: Pick<OAuthClient, 'refresh'>;
  keys: KeyRing;
  /** Called once a connection is known to be broken. */
  onBroken(key: ConnectionKey): Promise<void>;
};
