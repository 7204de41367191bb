import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { oneAtATime } from './one-at-a-time.ts';

/** The headless one first: it has no window to draw, which takes a third of the time. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** The part of the environment that says where programs are. */
export type Whereabouts = { CHROMIUM_PATH?: string | undefined; PATH?: string | undefined };

/**
 * Path of a Chromium to run browser tests with; first hit wins: `CHROMIUM_PATH`, chromium or chrome on PATH,
 * Playwright's cache. Without one it is fetched once: by Playwright, and where that cannot download, as root on
 * Debian, from the distribution's packages. Test files that run side by side fetch it only once.
 * @throws Error that says what to do
 */
export async function findChromium(): Promise<string> {
  return (
    installedChromium(process.env) ??
    (await oneAtATime(
      join(tmpdir(), 'store-leads-chromium.lock'),
      async () => installedChromium(process.env) ?? fetchChromium(),
    ))
  );
}

async function fetchChromium(): Promise<string> {
  say('No Chromium found: fetching one with Playwright.');
  const cli = join(createRequire(import.meta.url).resolve('playwright-core/package.json'), '..', 'cli.js');
  const debianRoot = process.getuid?.() === 0 && onPath('apt-get', process.env['PATH']) !== undefined;
  await run(process.execPath, [cli, 'install', '--no-shell', 'chromium']);
  const fetched = installedChromium(process.env);
  if (fetched && debianRoot && !(await run(fetched, ['--version']))) {
    say('It lacks libraries of this system: installing them.');
    await run(process.execPath, [cli, 'install-deps', 'chromium']);
  }
  if (fetched) return fetched;
  if (debianRoot) {
    say('Playwright could not download it: installing the package of this system.');
    await run('apt-get', ['update']);
    // Older releases have no package of the headless one.
    for (const name of ['chromium-headless-shell', 'chromium']) {
      await run('apt-get', ['install', '-y', '--no-install-recommends', name]);
      const packaged = installedChromium(process.env);
      if (packaged) return packaged;
    }
  }
  throw new Error(
    'Browser tests need Chromium and none could be fetched. Install chromium or google-chrome so that it is on PATH, or set CHROMIUM_PATH to its executable.',
  );
}

/**
 * A Chromium that is already there.
 * @throws Error when `CHROMIUM_PATH` names no executable file
 */
export function installedChromium({ CHROMIUM_PATH: asked, PATH: search }: Whereabouts): string | undefined {
  if (asked) {
    if (isExecutable(asked)) return asked;
    throw new Error(
      `CHROMIUM_PATH is set to ${asked}, which is not an executable file. Correct or unset it.`,
    );
  }
  for (const name of names) {
    const path = onPath(name, search);
    if (path) return path;
  }
  const cached = chromium.executablePath();
  return existsSync(cached) ? cached : undefined;
}

function onPath(name: string, search: string | undefined): string | undefined {
  return (search ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Runs a program with its output shown. True when it ended well. */
function run(command: string, parameters: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    child.on('error', () => resolve(false));
    child.on('exit', (code) => resolve(code === 0));
  });
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
