/** Requests that a `hold` fault keeps waiting until somebody lets them go: for races that must happen in one order. */
export type HeldRequests = ReturnType<typeof createHeldRequests>;

/** Keeps requests waiting until a test lets them go. */
export function createHeldRequests() {
  const waiting = new Map<number, (() => void)[]>();
  const watchers = new Map<number, (() => void)[]>();
  return {
    hold: (faultId: number, goOn: () => void): void => {
      waiting.set(faultId, [...(waiting.get(faultId) ?? []), goOn]);
      for (const seen of watchers.get(faultId) ?? []) seen();
      watchers.delete(faultId);
    },
    /** Resolves once a request waits at this fault. */
    reached: (faultId: number): Promise<void> =>
      new Promise((resolve) => {
        if (waiting.has(faultId)) return resolve();
        watchers.set(faultId, [...(watchers.get(faultId) ?? []), resolve]);
      }),
    /** Lets all requests of this fault go on; gives how many there were. */
    release: (faultId: number): number => {
      const all = waiting.get(faultId) ?? [];
      waiting.delete(faultId);
      for (const goOn of all) goOn();
      return all.length;
    },
  };
}
