import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = resolve('node_modules', '.bin', 'depcruise');
const config = resolve('.dependency-cruiser.cjs');

function cruise(cwd: string, ...targets: string[]): { code: number; output: string } {
  try {
    const args = ['--config', config, '--output-type', 'err-long', ...targets];
    return { code: 0, output: execFileSync(bin, args, { cwd, encoding: 'utf8' }) };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    return { code: status, output: stdout };
  }
}

describe('the import rules', () => {
  /** Beside the project, so that nobody builds or reads what is planted in it. */
  const garden = mkdtempSync(join(tmpdir(), 'store-leads-rules-'));
  const plant = (path: string, text: string): void => {
    mkdirSync(dirname(join(garden, path)), { recursive: true });
    writeFileSync(join(garden, path), text);
  };
  beforeAll(() => symlinkSync(resolve('node_modules'), join(garden, 'node_modules')));
  afterAll(() => rmSync(garden, { recursive: true, force: true }));

  it('hold for the whole project, and the project is really read', () => {
    const { code, output } = cruise('.', 'server', 'client', 'test');
    expect(output).toMatch(/no dependency violations found/);
    expect(Number(/\((\d+) modules/.exec(output)?.[1])).toBeGreaterThan(100);
    expect(code).toBe(0);
  });

  it.each([
    ['platform-is-the-ground', 'server/platform', 'server/catalog/store.ts'],
    ['layers-know-no-feature', 'server/jobs', 'server/catalog/store.ts'],
    ['layers-know-no-feature', 'server/expressions', 'server/mapping/mapping.ts'],
    ['expressions-need-platform-only', 'server/expressions', 'server/pipedrive/types.ts'],
    ['mapping-builds-on-lower-ranks', 'server/mapping', 'server/enrichment/enrichment.contract.ts'],
    ['server-stands-alone', 'server/runs', 'test/support/wait-for.ts'],
    ['client-sees-contracts-only', 'client/ui', 'server/platform/errors.ts'],
    ['the-sandbox-is-the-outside-world', 'test/sandbox', 'server/platform/errors.ts'],
    ['one-door-to-pipedrive', 'server/install', 'axios'],
  ])('catch a planted violation of %s, and only of that', (rule, folder, imported) => {
    const ours = imported.includes('/');
    if (ours) plant(imported, 'export {};\n');
    const planted = join(folder, 'planted.ts');
    plant(planted, `import '${ours ? `../../${imported}` : imported}';\n`);
    const { code, output } = cruise(garden, planted);
    expect(code).toBeGreaterThan(0);
    expect([...output.matchAll(/error ([\w-]+):/g)].map(([, name]) => name)).toEqual([rule]);
  });

  it('let an allowed import be', () => {
    plant('server/platform/errors.ts', 'export {};\n');
    plant('server/mapping/allowed.ts', "import '../platform/errors.ts';\n");
    expect(cruise(garden, 'server/mapping/allowed.ts')).toMatchObject({ code: 0 });
  });
});
