/** Who may import whom. The comment of a rule is what a person reads when it is broken: it names the right home. */

const { Compiler } = require('@swc/core');

// dependency-cruiser 17 asks swc for TypeScript without JSX, which fails on every .tsx file.
const parseFileSync = Compiler.prototype.parseFileSync;
Compiler.prototype.parseFileSync = function parseWithJsx(file, options, ...rest) {
  return parseFileSync.call(this, file, { ...options, tsx: file.endsWith('.tsx') }, ...rest);
};

const features = [
  'accounts',
  'catalog',
  'runs',
  'install',
  'mapping',
  'enrichment',
  'inbox',
  'releases',
  'undo',
  'signals',
  'notify',
];
const feature = (names) => `^server/(${names.join('|')})/`;

/** Features a feature may build on (lower ranks); the layers below are open to all. */
const buildsOn = {
  accounts: [],
  catalog: [],
  runs: [],
  install: ['accounts'],
  mapping: ['accounts', 'catalog'],
  enrichment: ['accounts', 'catalog', 'runs', 'install', 'mapping'],
  inbox: ['accounts', 'catalog', 'runs', 'install', 'mapping', 'enrichment'],
  releases: ['accounts', 'catalog', 'runs', 'install', 'mapping', 'enrichment'],
  undo: ['accounts', 'catalog', 'runs', 'install', 'mapping', 'enrichment'],
  signals: ['accounts', 'catalog', 'runs', 'install', 'mapping', 'enrichment'],
  notify: ['accounts', 'runs', 'install'],
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Two files need each other: move what both need into a third file below them.',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'platform-is-the-ground',
      severity: 'error',
      comment:
        'server/platform imports nothing of ours: move the file to the feature it serves, or pass a function.',
      from: { path: '^server/platform/' },
      to: { path: '^(server/(?!platform/)|client/|test/)' },
    },
    {
      name: 'layers-know-no-feature',
      severity: 'error',
      comment:
        'database, expressions, jobs, pipedrive, storeleads and web are layers: what they need of a feature is passed as a function by server/compose.ts.',
      from: { path: '^server/(database|expressions|jobs|pipedrive|storeleads|web)/' },
      to: { path: `${feature(features)}|^(client|test)/` },
    },
    {
      name: 'expressions-need-platform-only',
      severity: 'error',
      comment:
        'The expression engine knows neither the database nor Pipedrive: what it calculates with is passed as plain values.',
      from: { path: '^server/expressions/' },
      to: { path: '^server/(database|jobs|pipedrive|web)/' },
    },
    ...features.map((name) => ({
      name: `${name}-builds-on-lower-ranks`,
      severity: 'error',
      comment: `server/${name} may use ${['the layers', ...buildsOn[name]].join(', ')}: pass anything else as a function in server/compose.ts, or move the shared part to a lower rank.`,
      from: { path: `^server/${name}/`, pathNot: '\\.contract\\.ts$' },
      to: {
        path: feature(features.filter((other) => other !== name && !buildsOn[name].includes(other))),
      },
    })),
    {
      name: 'stores-and-routes-stay-home',
      severity: 'error',
      comment:
        "Another feature's .store or .routes file is private: use one of its use cases, or take a function from server/compose.ts.",
      from: { path: '^server/([^/]+)/', pathNot: '^server/composition/' },
      to: { path: '^server/.+\\.(store|routes)\\.ts$', pathNot: '^server/$1/' },
    },
    {
      name: 'contracts-are-shared',
      severity: 'error',
      comment: 'A .contract file is read by server and client: it imports only zod and other contracts.',
      from: { path: '\\.contract\\.ts$' },
      to: { pathNot: '\\.contract\\.ts$|node_modules/zod/' },
    },
    {
      name: 'pure-core-does-no-io',
      severity: 'error',
      comment:
        'Mapping, diff and matching are pure: reading and writing belong to the use case that calls them.',
      from: {
        path: [
          '^server/mapping/(convert|diff|fields)/',
          '^server/mapping/(apply-mapping|merge-changes|check-mapping)\\.ts$',
          '^server/mapping/calculated/calculated-problems\\.ts$',
          '^server/mapping/configuration/(plan-configuration|read-configuration|configuration-file)\\.ts$',
          '^server/mapping/configuration/(describe-changes|place-targets)\\.ts$',
          '^server/catalog/(match-website|from-store-leads|website-[^/]*)\\.ts$',
        ],
      },
      to: {
        path: '^server/(database|jobs|pipedrive/(?!types))|\\.store\\.ts$|node_modules/(mongoose|axios|express)/',
      },
    },
    {
      name: 'one-door-to-pipedrive',
      severity: 'error',
      comment: 'Only server/pipedrive speaks to Pipedrive: add a method to its port.',
      from: { path: '^server/', pathNot: '^server/pipedrive/' },
      to: { path: 'node_modules/(pipedrive|axios)/' },
    },
    {
      name: 'one-door-to-store-leads',
      severity: 'error',
      comment: 'Only server/catalog reads from Store Leads: ask the catalogue.',
      from: { path: '^server/', pathNot: '^server/(storeleads|catalog|composition)/|^server/[^/]+\\.ts$' },
      to: { path: '^server/storeleads/' },
    },
    {
      name: 'server-stands-alone',
      severity: 'error',
      comment: 'The server never imports client or test code: move what both need to a .contract file.',
      from: { path: '^server/', pathNot: '^server/(start\\.mjs|launch/)' },
      to: { path: '^(client|test)/' },
    },
    {
      name: 'composition-is-the-top',
      severity: 'error',
      comment:
        'compose, composition, app and main are imported by each other and by tests only: take what you need as a parameter.',
      from: { path: '^server/', pathNot: '^server/([^/]+\\.(ts|mjs)$|composition/)' },
      to: { path: '^server/([^/]+\\.ts$|composition/)' },
    },
    {
      name: 'config-is-read-at-the-top',
      severity: 'error',
      comment: 'Settings are handed down by main and compose as plain values.',
      from: { path: '^(server/[^/]+/|client/)', pathNot: '^server/composition/' },
      to: { path: '^server/config\\.ts$' },
    },
    {
      name: 'client-sees-contracts-only',
      severity: 'error',
      comment: 'Of the server, the client imports .contract files only: put shared schemas there.',
      from: { path: '^client/' },
      to: { path: '^server/', pathNot: '\\.contract\\.ts$' },
    },
    {
      name: 'client-features-meet-in-app',
      severity: 'error',
      comment:
        'A client feature imports ui, api, host and contracts, never another feature: compose them in client/app.',
      from: { path: '^client/features/([^/]+)/' },
      to: { path: '^client/(features/(?!$1/)|app/|entries/)' },
    },
    {
      name: 'client-floors',
      severity: 'error',
      comment:
        'ui, api and host are the ground floor of the client: they import no feature and nothing of app.',
      from: { path: '^client/(ui|api|host)/' },
      to: { path: '^client/(features|app|entries)/' },
    },
    {
      name: 'one-door-to-the-host',
      severity: 'error',
      comment: 'Only client/host imports the SDK: add what you need to its wrapper.',
      from: { path: '^client/', pathNot: '^client/host/' },
      to: { path: 'node_modules/@pipedrive/app-extensions-sdk/' },
    },
    {
      name: 'the-sandbox-is-the-outside-world',
      severity: 'error',
      comment:
        "test/sandbox must not know the app: copy the fact from Pipedrive's documents, not from server code.",
      from: { path: '^test/sandbox/' },
      to: { path: '^(server|client)/' },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      comment: 'This import leads nowhere.',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?raw$|^vite/client$|^\\.\\./dist/' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.data)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
