const lookEveryMs = 100;
const patienceMs = 180_000;

/** Looks again and again until what is waited for is so. */
export async function untilSeen(what: string, look: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await look())) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
