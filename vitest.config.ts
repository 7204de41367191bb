import { defineConfig } from 'vitest/config';
import { SlowFilesFirst } from './test/support/slow-files-first.ts';

const reportFile = process.env['STORE_LEADS_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 240_000,
    hookTimeout: 300_000,
    // Without this a stylesheet imported as text (`?raw`) is empty.
    css: { include: [/\.css\?raw$/] },
    pool: 'forks',
    // Loading the whole app anew for every file cost a fifth of the time. A file that replaces a module loads it itself.
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: SlowFilesFirst },
    ...(reportFile ? { reporters: ['default', 'json'], outputFile: { json: reportFile } } : {}),
  },
});
