import type { SandboxClock } from './clock.ts';

type Task = { due: number; run(): void };

/** What has to happen at a later moment of the sandbox's clock: retries, time-outs, people at work. */
export type Schedule = {
  /** Runs `run` once `due` (milliseconds) has come; gives the function that calls it off. */
  at(due: number, run: () => void): () => void;
  /** Runs what has come due: to be called after the clock was moved by hand. */
  wake(): void;
  /** When the next task is due; null when there is none. */
  next(): number | null;
  close(): void;
};

/**
 * Makes the schedule of a sandbox.
 * @param ticking true: the clock is the machine's, so a timer waits for the next task. False: the clock is somebody's
 * own, which no timer may guess at; tasks run when that somebody calls `wake`.
 */
export function createSchedule(clock: SandboxClock, ticking: boolean): Schedule {
  const tasks = new Set<Task>();
  let timer: NodeJS.Timeout | undefined;
  let armedFor = Number.POSITIVE_INFINITY;
  let closed = false;

  const first = () => {
    let found: Task | undefined;
    for (const task of tasks) if (!found || task.due < found.due) found = task;
    return found;
  };

  const arm = (due: number) => {
    if (!ticking || closed || due >= armedFor) return;
    clearTimeout(timer);
    armedFor = due;
    timer = setTimeout(wake, Math.max(0, due - clock.now().getTime()));
    timer.unref();
  };

  function wake() {
    clearTimeout(timer);
    armedFor = Number.POSITIVE_INFINITY;
    for (let task = first(); !closed && task && task.due <= clock.now().getTime(); task = first()) {
      tasks.delete(task);
      task.run();
    }
    const next = first();
    if (next) arm(next.due);
  }

  return {
    at: (due, run) => {
      const task = { due, run };
      tasks.add(task);
      arm(due);
      return () => void tasks.delete(task);
    },
    wake,
    next: () => first()?.due ?? null,
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
