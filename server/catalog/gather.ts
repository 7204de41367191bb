type Question = { names: readonly string[]; done(): void; failed(error: unknown): void };

/**
 * Gathers small questions while one is under way, so that a hundred events of a second are one call and not a hundred.
 * An error concerns all questions of its call.
 * @param ask asks for distinct names
 * @param most names in a call; a question with more goes alone
 */
export function gather(
  ask: (names: string[]) => Promise<void>,
  most: number,
): (names: readonly string[]) => Promise<void> {
  let waiting: Question[] = [];
  let busy = false;

  function take(): Question[] {
    let names = 0;
    const fits = ({ names: more }: Question) => {
      names += more.length;
      return names <= most;
    };
    const beyond = waiting.findIndex((question, at) => !fits(question) && at > 0);
    const taken = beyond < 0 ? waiting : waiting.slice(0, beyond);
    waiting = waiting.slice(taken.length);
    return taken;
  }

  async function drain(): Promise<void> {
    busy = true;
    // Everybody who is ready in this turn hands in theirs first.
    await Promise.resolve();
    while (waiting.length > 0) {
      const questions = take();
      try {
        await ask([...new Set(questions.flatMap(({ names }) => names))]);
        for (const { done } of questions) done();
      } catch (error) {
        for (const { failed } of questions) failed(error);
      }
    }
    busy = false;
  }

  return (names) =>
    new Promise((done, failed) => {
      waiting.push({ names, done, failed });
      if (!busy) void drain();
    });
}
