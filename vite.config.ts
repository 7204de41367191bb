import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Programs that plain node runs: name below `dist/` → source. Those that do not exist are left out. */
const programs = {
  'server/main': 'server/main.ts',
  'server/worker': 'server/worker.ts',
  'server/expression-worker': 'server/expressions/expression-worker.ts',
  'server/catalog': 'server/catalog-main.ts',
  'server/account': 'server/account-main.ts',
  'sandbox/main': 'test/sandbox/main.ts',
  'bench/main': 'test/bench/main.ts',
  'bench/app-child': 'test/bench/app-child.ts',
  'bench/sandbox-child': 'test/bench/sandbox-child.ts',
  'test/crash-worker': 'test/support/crash-worker.ts',
};

/** One page per surface inside Pipedrive. */
const pages = {
  panel: 'client/panel.html',
  settings: 'client/settings.html',
  review: 'client/review.html',
  'calculated-values': 'client/calculated-values.html',
};

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const existing = (entries: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(entries)
      .map(([name, source]): [string, string] => [name, path(source)])
      .filter(([, source]) => existsSync(source)),
  );

export default defineConfig({
  root: path('client'),
  plugins: [react()],
  environments: {
    client: {
      build: { outDir: path('dist/client'), emptyOutDir: true, rolldownOptions: { input: existing(pages) } },
    },
    server: {
      consumer: 'server',
      resolve: { external: true },
      build: {
        ssr: true,
        outDir: path('dist'),
        emptyOutDir: false,
        copyPublicDir: false,
        target: 'node20',
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          input: existing(programs),
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      },
    },
  },
  builder: {
    buildApp: async (builder) => {
      const { client, server } = builder.environments;
      if (client) await builder.build(client);
      if (server && Object.keys(existing(programs)).length > 0) await builder.build(server);
    },
  },
});
