/** Signed tokens live for 5 minutes; one that is nearly over could expire on its way. */
const keepForMs = 4.5 * 60_000;

export type TokenCache = {
  /** A token that is still good for a while. Callers that ask at the same time share one question to the host. */
  get(): Promise<string>;
  /** Drops `token` if it is the one kept, so that the next `get` asks anew. */
  drop(token: string): void;
};

/**
 * Keeps the host's signed token a little shorter than it lives.
 * @param ask gets a new token from the host
 * @param now milliseconds
 */
export function createTokenCache(ask: () => Promise<string>, now: () => number): TokenCache {
  let kept: { token: string; until: number } | undefined;
  let asking: Promise<string> | undefined;

  const askOnce = async () => {
    try {
      const token = await ask();
      kept = { token, until: now() + keepForMs };
      return token;
    } finally {
      asking = undefined;
    }
  };

  return {
    get: async () => {
      if (kept && now() < kept.until) return kept.token;
      asking ??= askOnce();
      return await asking;
    },
    drop: (token) => {
      if (kept?.token === token) kept = undefined;
    },
  };
}
