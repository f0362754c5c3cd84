// The import rules of the design, one rule a line of its table. A test proves that they catch and that every file was cruised.
const area = '^src/domains/([^/]+)/';
const home = (name, sdk, place) => ({
  name: `${name}-has-one-home`,
  severity: 'error',
  comment: `${name} is known to ${place} alone`,
  from: { path: '^(src|adapters)/', pathNot: place },
  to: { path: sdk },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'platform-knows-nothing-above',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^(src/(app|conversation|domains|demo)|adapters)/' },
    },
    {
      name: 'contract-knows-only-zod-ids-time-actor',
      severity: 'error',
      from: { path: '^src/conversation/contract/' },
      to: {
        pathNot:
          '^(src/conversation/contract/|src/platform/(ids|time|i18n)/|src/platform/access/actor|node_modules/zod/)',
      },
    },
    {
      name: 'runtime-knows-no-area-and-no-adapter',
      severity: 'error',
      from: { path: '^src/conversation/runtime/' },
      to: { path: '^(src/(app|domains|demo)|adapters)/' },
    },
    {
      name: 'areas-know-no-runtime-no-app-no-adapter',
      severity: 'error',
      from: { path: '^src/domains/' },
      to: { path: '^(src/(app|demo|conversation/runtime)|adapters)/' },
    },
    {
      name: 'an-area-sees-only-service-and-types-of-another',
      severity: 'error',
      from: { path: area },
      to: { path: '^src/domains/', pathNot: ['^src/domains/$1/', '^src/domains/[^/]+/[^/]+\\.(service|types)\\.ts$'] },
    },
    {
      name: 'rules-and-types-are-pure',
      severity: 'error',
      from: { path: '\\.(rules|types)\\.ts$' },
      to: {
        // Naming a type of theirs does nothing.
        dependencyTypesNot: ['type-only'],
        path: '(\\.repository\\.ts|\\.service\\.ts|^src/platform/(db|queue|http|log|language/[^.]+embedder\\.ts)|^node:(fs|net|http|child_process))',
      },
    },
    {
      name: 'intents-never-touch-storage',
      severity: 'error',
      from: { path: '/intents/' },
      to: { path: '(\\.repository\\.ts$|^src/platform/(db|queue)/)' },
    },
    {
      name: 'adapters-see-contract-and-platform',
      severity: 'error',
      from: { path: '^adapters/' },
      to: { path: '^src/(app|domains|demo|conversation/runtime)/' },
    },
    {
      name: 'an-adapter-knows-no-other',
      severity: 'error',
      from: { path: '^adapters/([^/]+)/' },
      to: { path: '^adapters/', pathNot: '^adapters/$1/' },
    },
    {
      name: 'only-app-imports-adapters',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app/' },
      to: { path: '^adapters/' },
    },
    {
      name: 'nobody-imports-app',
      severity: 'error',
      from: { path: '^(src|adapters)/', pathNot: '^src/app/' },
      to: { path: '^src/app/' },
    },
    {
      name: 'nobody-imports-insights',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(app|domains/insights)/' },
      to: { path: '^src/domains/insights/' },
    },
    {
      name: 'notifications-know-no-area',
      severity: 'error',
      from: { path: '^src/domains/notifications/' },
      to: { path: '^src/domains/', pathNot: '^src/domains/notifications/' },
    },
    { name: 'no-utils', severity: 'error', from: {}, to: { path: '^(src|adapters)/.*(utils?|helpers?)(\\.ts$|/)' } },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    home('slack', 'node_modules/@slack/', '^adapters/slack/'),
    home('botbuilder', 'node_modules/(botbuilder|botframework-)', '^adapters/teams/'),
    home('express', 'node_modules/express/', '^(adapters/|src/platform/http/)'),
    home('openai', 'node_modules/openai/', '^src/platform/language/'),
    home('langchain', 'node_modules/(langchain|@langchain)/', '^src/platform/language/'),
    home('bullmq', 'node_modules/bullmq/', '^src/platform/queue/'),
    home('ioredis', 'node_modules/ioredis/', '^src/platform/queue/'),
    home('postgres', 'node_modules/(pg|pgvector|@electric-sql)/', '^src/platform/db/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
};
