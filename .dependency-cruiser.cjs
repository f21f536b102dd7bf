const swc = require('@swc/core')

// dependency-cruiser asks swc for TypeScript without JSX ("TODO: {tj}sx ?" in its source), and so fails on every screen.
// Its swc reader tells no type from a value either: what the laws say of imports, they say of types as well.
const parse = swc.parseFileSync
swc.parseFileSync = (file, options) => parse.call(swc, file, { ...options, tsx: file.endsWith('.tsx') })

/** The laws of imports (ARCHITECTURE.md). Each is proven by a breach in test/laws.test.ts. */
const FLOORS = [
  ['identity'],
  ['studios'],
  ['files', 'ledger'],
  ['scheduling', 'messaging', 'brand'],
  ['recording'],
  ['subscriptions'],
  ['notifications', 'audit'],
]

/** A module may import only modules of the floors below its own; neighbours meet through events. */
const floorRules = FLOORS.flatMap((floor, level) =>
  floor.map((name) => ({
    name: `floors-${name}`,
    comment: 'Modules stand on floors, and arrows go down only',
    severity: 'error',
    from: { path: `^src/modules/${name}/` },
    to: {
      path: `^src/modules/(${
        FLOORS.slice(level)
          .flat()
          .filter((other) => other !== name)
          .join('|') || 'nothing'
      })/`,
    },
  })),
)

module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'kernel-knows-no-module',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^src/(modules|web|app\\.ts|main\\.ts|demo\\.ts)' },
    },
    {
      name: 'only-the-door',
      comment: 'A module imports another only through its index.ts; screens are offered through screens/index.ts',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: {
        path: '^src/modules/([^/]+)/',
        pathNot: [
          '^src/modules/$1/',
          '^src/modules/[^/]+/index\\.ts$',
          '^src/modules/[^/]+/screens/(index|offered)\\.tsx?$',
        ],
      },
    },
    {
      name: 'nobody-imports-the-top',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|app|demo)\\.ts$|\\.test\\.ts$' },
      to: { path: '^src/(app|main)\\.ts$' },
    },
    {
      name: 'screens-take-types-only',
      comment:
        'screens/ and web/ take nothing from server code but types; web/server.ts is what puts the pages into the server',
      severity: 'error',
      from: { path: '^src/(modules/[^/]+/screens|web)/', pathNot: '\\.test\\.tsx?$|^src/web/server\\.ts$' },
      to: {
        path: '^src/(kernel|modules)/',
        pathNot: '^src/modules/[^/]+/screens/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'server-knows-no-screens',
      severity: 'error',
      from: { path: '^src/(kernel|modules)/', pathNot: '/screens/' },
      to: { path: '^src/(modules/[^/]+/screens|web)/' },
    },
    {
      name: 'tests-stay-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '((\\.test|-for-tests)\\.tsx?$|^src/kernel/testing/)' },
      to: { path: '(-for-tests\\.ts$|^src/kernel/testing/)' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '^astro:' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data)/|(^|/)node_modules/\\.|^src/web/generated/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
}
