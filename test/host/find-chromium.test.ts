import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { installedChromium } from '../support/find-chromium.ts';
import { oneAtATime } from '../support/one-at-a-time.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-leads-chromium-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const program = (name: string, mode = 0o755): string => {
  const path = join(folder, name);
  writeFileSync(path, '', { mode });
  return path;
};

describe('the browser for the tests', () => {
  test('is the one CHROMIUM_PATH names, before any on PATH', () => {
    program('chromium');
    const named = program('my-browser');
    expect(installedChromium({ CHROMIUM_PATH: named, PATH: folder })).toBe(named);
  });

  test('is a chromium or chrome on PATH that can be executed', () => {
    program('chromium', 0o644);
    const chrome = program('google-chrome');
    expect(installedChromium({ PATH: ['/nowhere', folder].join(delimiter) })).toBe(chrome);
  });

  test('is one without a window, where there are both', () => {
    program('chromium');
    const headless = program('chromium-headless-shell');
    expect(installedChromium({ PATH: folder })).toBe(headless);
  });

  test.each([() => '/nowhere/chromium', () => folder, () => program('plain-file', 0o644)])(
    'is missed with words when CHROMIUM_PATH is wrong',
    (path) => {
      expect(() => installedChromium({ CHROMIUM_PATH: path() })).toThrow('which is not an executable file');
    },
  );
});

describe('work that only one process may do', () => {
  test('is done one after the other', async () => {
    const lock = join(folder, 'lock');
    let running = 0;
    const most: number[] = [];
    const work = async () => {
      most.push(++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    await Promise.all([oneAtATime(lock, work), oneAtATime(lock, work), oneAtATime(lock, work)]);
    expect(most).toEqual([1, 1, 1]);
    expect(existsSync(lock)).toBe(false);
  });

  test('goes on when whoever held the lock has died, and after a failure', async () => {
    const lock = join(folder, 'lock');
    writeFileSync(lock, String(spawnSync(process.execPath, ['--version']).pid));
    await expect(oneAtATime(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await oneAtATime(lock, async () => 'done')).toBe('done');
  });
});
