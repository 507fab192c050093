// The arrows between the layers. Each rule says in its comment why it is there; all are errors.
'use strict';

/** Packages that run anywhere: no Node, no DOM. */
const purePackages = ['zod', 'temporal-polyfill', 'temporal-spec', 'temporal-utils', 'modern-ahocorasick', 'opencc-js'];

/** Packages that a browser can load. */
const browserPackages = [
  ...purePackages,
  'vue',
  '@vue/[^/]+',
  'pinia',
  'vue-i18n',
  '@intlify/[^/]+',
  'reka-ui',
  '@lucide/vue',
  'birpc',
  '@vueuse/[^/]+',
  '@tanstack/vue-[^/]+',
  'echarts',
  'vue-echarts',
];

const packages = (names) => `(^|/)node_modules/(${names.join('|')})/`;
const interfacePackages = packages(['vue', '@vue/[^/]+', 'pinia', 'vue-i18n', 'reka-ui', '@lucide/vue', 'echarts']);
const electronPackage = '(^electron$|(^|/)node_modules/electron/)';
const preload = '^src-main/electron/preload(/|[^/]*\\.ts$)';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule(
      'shared-is-pure',
      'src-shared runs in every host: it imports itself and packages that need neither Node nor a DOM.',
      { path: '^src-shared/' },
      { pathNot: ['^src-shared/', packages(purePackages)], couldNotResolve: false },
    ),
    rule(
      'base-knows-no-trade',
      'src-shared/base carries the domain, not the other way round.',
      { path: '^src-shared/base/' },
      { path: '^src-shared/', pathNot: '^src-shared/base/' },
    ),
    rule(
      'domain-knows-no-wire',
      'The rules of the trade do not depend on how they are transported.',
      { path: '^src-shared/domain/' },
      { path: '^src-shared/', pathNot: '^src-shared/(base|domain)/' },
    ),
    rule(
      'core-knows-no-host',
      'The core runs in plain Node; what it needs from its surroundings comes through host.ts.',
      { path: '^src-main/core/' },
      { path: ['^src-main/(?!core/)', '^src-renderer/', '^src-service/', electronPackage, interfacePackages] },
    ),
    rule(
      'loopback-is-plain-node',
      'The loopback host and the doctor run where no Electron binary can be had.',
      { path: '^src-main/(loopback|doctor)/' },
      { path: ['^src-main/electron/', '^src-renderer/', '^src-(service|parcel)/', electronPackage, interfacePackages] },
    ),
    rule(
      'electron-host-knows-core-only',
      'The Electron host shares the core with the loopback host, nothing else.',
      { path: '^src-main/electron/' },
      { path: ['^src-main/(loopback|doctor)/', '^src-renderer/', '^src-(service|parcel)/', interfacePackages] },
    ),
    rule(
      'preload-is-a-wire',
      'The preload exposes post and on; it can load Electron and the contract, nothing else.',
      { path: preload },
      { pathNot: [preload, '^src-shared/contract/', electronPackage], couldNotResolve: false },
    ),
    rule(
      'only-electron-loads-the-preload',
      'The preload is a program of its own, not a module.',
      { pathNot: [preload, '^test/'] },
      { path: preload },
    ),
    rule(
      'renderer-is-a-browser',
      'The renderer reaches the workstation over the wire only: shared code and browser packages.',
      { path: '^src-renderer/', pathNot: '\\.d\\.ts$' },
      { pathNot: ['^src-renderer/', '^src-shared/', '^resources/', packages(browserPackages)], couldNotResolve: false },
    ),
    rule(
      'service-stands-alone',
      'The central service is deployed without the workstation.',
      { path: '^src-service/' },
      { path: ['^src-main/', '^src-renderer/', electronPackage, interfacePackages] },
    ),
    rule(
      'files-are-the-same-for-both',
      'src-parcel is the one code with which desks and the service seal, open and keep what is carried between them.',
      { path: '^src-parcel/' },
      { path: ['^src-(main|renderer|service)/', electronPackage, interfacePackages] },
    ),
    rule('nothing-imports-tests', 'Tests never ship.', { pathNot: '^test/' }, { path: '^test/' }),
    rule(
      'nothing-imports-tools',
      'Tools build and check the product; they are no part of it.',
      { pathNot: ['^scripts/', '^test/', '^[^/]+\\.config\\.ts$'] },
      { path: '^scripts/' },
    ),
    rule('no-cycles', 'A cycle is one module in pieces.', {}, { circular: true }),
    rule(
      'no-orphans',
      'A module that nobody imports and that imports nobody is forgotten.',
      {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '\\.test\\.ts$',
          '\\.spec\\.ts$',
          '^src-main/[^/]+/main\\.ts$',
          '/fixtures/',
          // A page loads it by its name.
          '^scripts/demo/page/',
        ],
      },
      {},
    ),
    rule(
      'no-unresolvable',
      'The import leads nowhere; what the bench of sync is compared with is installed only when it is run.',
      { pathNot: '^test/bench/sync/peers/' },
      { couldNotResolve: true },
    ),
    rule(
      'no-undeclared-package',
      'Works by accident: the package is not in package.json.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    rule(
      'no-dev-package-in-product',
      'The package would be missing after packaging. Electron is the runtime itself.',
      { path: '^src-', pathNot: '\\.d\\.ts$' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: electronPackage },
    ),
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.vue', '.json', '.d.ts'],
    },
    skipAnalysisNotInRules: true,
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
};
