import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseServer, EmbeddedOptions, Engine, Progress } from './database-server.ts';
import { findProgram } from './find-program.ts';
import { freePort, startGuarded } from './guarded-process.ts';
import { waitUntilUp } from './ping.ts';

const run = promisify(execFile);

/**
 * Python lets a thread work for 5 ms while others wait, which is longer than most queries take: with a tenth of that,
 * many small queries at once take a quarter less time.
 */
const switchingOften =
  'import runpy, sys; sys.setswitchinterval(5e-4); del sys.argv[0]; runpy.run_path(sys.argv[0], run_name="__main__")';

/** Version of the Python package this app was measured with. */
const pythonVersion = '0.7.0b3';

/**
 * SecantusDB: MongoDB's wire protocol over WiredTiger, GPL-2.0, run as a program of its own and never bundled.
 * The Rust server is several times faster and is used when somebody built it (see README).
 */
export function secantusRust(searchPath: string | undefined): Engine {
  return {
    id: 'secantus-rust',
    async start(options) {
      const program = findProgram('secantusd-rs', searchPath, [join(options.cacheDir, 'bin')]);
      return program ? serve([program], 'SecantusDB (Rust server)', options) : null;
    },
  };
}

/** SecantusDB's Python server, installed into the cache folder from PyPI when it is not there yet. */
export function secantusPython(searchPath: string | undefined): Engine {
  return {
    id: 'secantus-python',
    async start(options) {
      const program = await installPython(options.cacheDir, searchPath, options.progress);
      if (!program) return null;
      const python = join(program, '..', 'python3');
      const command = [python, '-c', switchingOften, program];
      return serve(command, `SecantusDB ${pythonVersion} (Python server)`, options);
    },
  };
}

async function installPython(
  cacheDir: string,
  searchPath: string | undefined,
  progress: Progress,
): Promise<string | null> {
  const folder = join(cacheDir, `secantusdb-${pythonVersion}`);
  const program = join(folder, 'bin', 'secantusd-py');
  if (existsSync(join(folder, 'complete'))) return program;
  const python = findProgram('python3', searchPath);
  if (!python) return null;
  progress(`Installing SecantusDB ${pythonVersion} from PyPI, once …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cacheDir, { recursive: true });
  try {
    await run(python, ['-m', 'venv', folder]);
    await run(join(folder, 'bin', 'pip'), [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      `SecantusDB==${pythonVersion}`,
    ]);
    mkdirSync(join(folder, 'complete'));
    return program;
  } catch {
    progress('SecantusDB could not be installed from PyPI.');
    return null;
  }
}

async function serve(
  [program = '', ...leading]: string[],
  name: string,
  options: EmbeddedOptions,
): Promise<DatabaseServer | null> {
  mkdirSync(options.dataPath, { recursive: true });
  for (let attempt = 0; attempt < 3; attempt++) {
    const port = await freePort();
    const server = startGuarded(
      program,
      [
        ...leading,
        ...['--host', '127.0.0.1', '--port', String(port)],
        ...['--storage-path', options.dataPath, '--sync-on-commit'],
      ],
      join(options.dataPath, '..', 'server.log'),
    );
    // To be able to answer a write that is sent again, the Python server looks through its last 10,000 answers at each
    // write (secantus/transactions.py): most of its time. What fails on loopback is tried again by whoever wanted it.
    const uri = `mongodb://127.0.0.1:${port}/?directConnection=true&retryWrites=false`;
    if (await waitUntilUp(uri, server.exited))
      return { uri, name, group: server.child.pid ?? 0, stop: server.stop };
    await server.stop();
    options.progress(`${name} did not start: ${server.lastOutput().trim().split('\n').at(-1) ?? ''}`);
  }
  return null;
}
