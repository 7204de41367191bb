/**
 * Gathers single writes into bulk writes: while one bulk write is under way, the next gathers.
 * A result is given back to whoever handed the item in; an error concerns all of its bulk write.
 */
export function createBatcher<Item, Result>(
  writeAll: (items: Item[]) => Promise<Result[]>,
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve(result: Result): void; reject(error: unknown): void };
  let waiting: Waiting[] = [];
  let writing = false;

  async function drain(): Promise<void> {
    writing = true;
    // Let everybody who is ready in this turn hand in theirs first.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const results = await writeAll(batch.map(({ item }) => item));
        batch.forEach(({ resolve, reject }, at) => {
          const result = results[at];
          if (at < results.length) resolve(result as Result);
          else reject(new Error('a bulk write gave fewer results than items'));
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    writing = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!writing) void drain();
    });
}
