import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A program of the build that runs beside the bench. */
export type Child = { process: ChildProcess; stop(): Promise<void>; lastWords(): string };

/** Starts a program of `dist/bench/`. It ends by itself when the bench has gone, however that ended. */
export function startChild(
  program: 'app-child' | 'sandbox-child',
  options: { args?: string[]; environment?: Record<string, string | undefined>; execArgv?: string[] },
): Child {
  const path = fileURLToPath(new URL(`../../dist/bench/${program}.js`, import.meta.url));
  const child = fork(path, options.args ?? [], {
    ...(options.environment && { env: options.environment }),
    execArgv: options.execArgv ?? [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => {
      words = (words + data.toString()).slice(-4000);
    });
  }
  return {
    process: child,
    lastWords: () => words,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** Resolves with what `hear` makes of the child's messages and output; rejects when the child ends before. */
export function untilReady<T>(child: Child, hear: (message: unknown) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const listen = (message: unknown) => {
      const heard = hear(message);
      if (heard !== undefined) resolve(heard);
    };
    child.process.on('message', listen);
    child.process.stdout?.on('data', () => listen(child.lastWords()));
    child.process.once('error', reject);
    child.process.once('exit', () =>
      reject(new Error(`A process of the bench ended at its start: ${child.lastWords()}`)),
    );
  });
}

/** Resident memory of a process in MB: the largest so far, or what it is now; null where the system does not tell (not Linux). */
export function memoryMb(pid: number | undefined, which: 'peak' | 'now'): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const line = which === 'peak' ? /^VmHWM:\s+(\d+) kB/m : /^VmRSS:\s+(\d+) kB/m;
    const kilobytes = line.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

/** Processor time a process has used so far, in seconds; null where the system does not tell (not Linux). */
export function cpuSeconds(pid: number | undefined): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name in brackets: the 12th and 13th field, in hundredths of a second.
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return ((user ?? 0) + (system ?? 0)) / 100;
  } catch {
    return null;
  }
}
