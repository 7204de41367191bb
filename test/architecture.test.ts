import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const bin = join('node_modules', '.bin', 'depcruise');

function cruise(...targets: string[]): { code: number; output: string } {
  try {
    const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', ...targets];
    return { code: 0, output: execFileSync(bin, args, { encoding: 'utf8' }) };
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string };
    return { code: status, output: stdout };
  }
}

describe('the import rules', () => {
  const planted: string[] = [];
  const plant = (folder: string, text: string): string => {
    mkdirSync(folder, { recursive: true });
    const place = mkdtempSync(join(folder, 'planted-'));
    planted.push(place);
    writeFileSync(join(place, 'planted.ts'), text);
    return place;
  };
  afterAll(() => {
    for (const place of planted) rmSync(place, { recursive: true, force: true });
  });

  it('hold for the whole project, and the project is really read', () => {
    const { code, output } = cruise('server', 'client', 'test');
    expect(output).toMatch(/no dependency violations found/);
    expect(Number(/\((\d+) modules/.exec(output)?.[1])).toBeGreaterThan(100);
    expect(code).toBe(0);
  });

  it.each([
    ['platform-is-the-ground', 'server/platform', "import '../../catalog/store.ts';"],
    ['layers-know-no-feature', 'server/jobs', "import '../../catalog/store.ts';"],
    ['mapping-builds-on-lower-ranks', 'server/mapping', "import '../../enrichment/enrichment.contract.ts';"],
    ['server-stands-alone', 'server/runs', "import '../../../test/support/wait-for.ts';"],
    ['client-sees-contracts-only', 'client/ui', "import '../../../server/platform/errors.ts';"],
    ['the-sandbox-is-the-outside-world', 'test/sandbox', "import '../../../server/platform/errors.ts';"],
    ['one-door-to-pipedrive', 'server/install', "import 'axios';"],
  ])('catch a planted violation of %s and name the right home', (rule, folder, text) => {
    const { code, output } = cruise(plant(folder, `${text}\n`));
    expect(code).toBeGreaterThan(0);
    expect(output).toContain(rule);
  });
});
