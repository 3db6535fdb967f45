/** Whom each room may import, besides itself: only rooms to its left (CONTRIBUTING.md, "The house"). */
const ground = ['platform', 'database'];
const people = [...ground, 'communities', 'members'];
const needs = [...people, 'requests', 'availability', 'ledger'];
const mayImport = {
  platform: [],
  database: ['platform'],
  queue: ground,
  communities: ground,
  members: [...ground, 'communities'],
  requests: people,
  availability: people,
  ledger: people,
  assignments: needs,
  matching: [...needs, 'assignments'],
  notifications: [...needs, 'assignments', 'matching'],
  reporting: [...needs, 'assignments', 'matching'],
};

const specs = '\\.spec\\.ts$';

const order = Object.entries(mayImport).map(([room, allowed]) => ({
  name: `order-${room}`,
  comment: `${room} imports ${allowed.join(', ') || 'no other room'} alone; what must travel the other way is an event.`,
  severity: 'error',
  from: { path: `^libs/${room}/` },
  to: { path: '^libs/', pathNot: `^libs/(${[room, ...allowed].join('|')})/` },
}));

/** The same inside the engine (libs/matching/src/engine/README.md, "Rooms"); its doors may use all of it. */
const engineMayImport = {
  model: [],
  check: [],
  input: ['model'],
  choice: ['model'],
  answer: ['model'],
  stages: ['model', 'choice'],
  proof: ['model', 'choice', 'stages'],
  insight: ['model', 'choice'],
  incremental: ['model', 'input', 'choice', 'stages', 'answer', 'insight'],
};
const engine = 'libs/matching/src/engine';

const engineOrder = Object.entries(engineMayImport).map(([room, allowed]) => ({
  name: `engine-${room}`,
  comment: `The engine's ${room} imports ${allowed.join(', ') || 'no other room of it'} alone.`,
  severity: 'error',
  from: { path: `^${engine}/${room}/`, pathNot: specs },
  to: {
    path: `^${engine}/`,
    pathNot: [`^${engine}/(${[room, ...allowed].join('|')})/`, `^${engine}/model/problem\\.ts$`],
  },
}));

module.exports = {
  forbidden: [
    ...order,
    ...engineOrder,
    {
      name: 'known-room',
      comment: 'A new room takes its place in the table above before it is used.',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { path: '^libs/', pathNot: `^libs/(${Object.keys(mayImport).join('|')})/` },
    },
    {
      name: 'one-door',
      comment: 'A room is entered by its index.ts; the pure engine has a door of its own.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: {
        path: '^libs/',
        pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$', '^libs/matching/src/engine/index\\.ts$'],
      },
    },
    {
      name: 'one-door-for-edges',
      comment: 'Apps and tests enter a room by its index.ts too; tests and benches may open the engine.',
      severity: 'error',
      from: { path: '^(apps|test)/' },
      to: {
        path: '^libs/',
        pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/matching/src/(engine/.+|solver)\\.ts$'],
      },
    },
    {
      name: 'libs-below-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-apart',
      comment: 'HTTP and jobs never import each other; the command line starts both.',
      severity: 'error',
      from: { path: '^apps/(api|worker|web)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'web-alone',
      comment: 'The web application knows the service by its HTTP API: the types made from its description.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^libs/' },
    },
    {
      name: 'tests-stay-outside',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: specs },
      to: { path: '^test/' },
    },
    {
      name: 'pure-engine',
      comment:
        'The engine reads a problem and answers a solution: its own files and the solver, nothing else.',
      severity: 'error',
      from: { path: '^libs/matching/src/engine/', pathNot: specs },
      to: { pathNot: ['^libs/matching/src/engine/', '^node_modules/highs/'] },
    },
    {
      name: 'bullmq-in-queue',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/queue/' },
      to: { path: '^node_modules/(bullmq|@nestjs/bullmq|ioredis)/' },
    },
    {
      name: 'typeorm-in-database',
      comment: 'Rooms declare entities; everything else reaches the database through a unit of work.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/database/', '\\.(entity|module)\\.ts$'] },
      to: { path: '^node_modules/(typeorm|@nestjs/typeorm)/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Types may name each other; running code may not.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment:
        'react-aria-components names sources under the condition we use for our own, and does not ship them.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^react-aria-components(/|$)' },
    },
    {
      name: 'declared',
      comment: 'What the program imports stands in package.json under dependencies.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [specs, '^apps/web/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/|\\.(css|svg|woff2|po)$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
