const typeOnly = ['type-only'];

/** A part of `src` may use these other parts by value; types are free across every border. */
const mayImport = (part, parts, butFor = []) => ({
  name: `${part}-knows-only-${parts.join('-and-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${part}/`, pathNot: butFor.map((name) => `^src/${name}/`) },
  to: {
    path: '^src/',
    pathNot: [part, ...parts].map((name) => `^src/${name}/`),
    dependencyTypesNot: typeOnly,
  },
});

const WORKFLOW_MESSAGES = 'workflows/.+/messages\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: typeOnly } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'domain-is-pure',
      comment: 'Rules on plain data: what runs in the workflow sandbox imports nothing, not even Node.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: '^src/domain/', dependencyTypesNot: typeOnly },
    },
    {
      name: 'workflows-stay-in-the-sandbox',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: {
        pathNot: ['^src/(workflows|domain)/', 'node_modules/@temporalio/(workflow|common)/'],
        dependencyTypesNot: typeOnly,
      },
    },
    {
      name: 'only-messages-leave-the-workflows',
      comment: 'Everything else in src/workflows runs in the sandbox and is found by its bundle.',
      severity: 'error',
      from: { path: '^(server\\.ts|src/(?!workflows/))' },
      to: { path: '^src/workflows/', pathNot: `^src/${WORKFLOW_MESSAGES}`, dependencyTypesNot: typeOnly },
    },
    mayImport('activities', ['domain']),
    mayImport('api', ['domain', 'platform', 'workflows', 'import']),
    mayImport('models', ['domain']),
    mayImport('notifications', ['domain']),
    mayImport('platform', [], ['platform/reference-data']),
    // A file of config/ is held against the rules that hold for it.
    mayImport('platform/reference-data', ['platform', 'domain']),
    mayImport('simulator', ['domain']),
    mayImport('import', ['domain', 'platform']),
    {
      name: 'the-simulator-is-replaceable',
      comment: 'It stands in for Twilio: whatever speaks to Twilio must not know it.',
      severity: 'error',
      from: { path: '^(worker\\.ts|src/(?!simulator/))' },
      to: { path: '^src/simulator/' },
    },
    {
      name: 'roots-are-nobodys-library',
      severity: 'error',
      from: { path: '^(src|scripts)/' },
      to: { path: '^(server|worker)\\.ts$' },
    },
    {
      name: 'sources-do-not-know-scripts-or-tests',
      severity: 'error',
      from: { path: '^(src/|server\\.ts|worker\\.ts)' },
      to: { path: '^(scripts|tests)/' },
    },
    {
      name: 'consoles-use-the-published-interface',
      comment: 'They run in browsers: of the server they may share pure rules, and only those.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(src/(?!domain/)|server\\.ts|worker\\.ts|scripts/|tests/)' },
    },
    {
      name: 'the-server-does-not-know-the-consoles',
      severity: 'error',
      from: { path: '^(src/|server\\.ts|worker\\.ts)' },
      to: { path: '^web/' },
    },
    {
      name: 'a-screen-knows-no-other-screen',
      comment: 'What two screens share lies in web/parts; a phone must not load the desk.',
      severity: 'error',
      from: { path: '^web/screens/([^/]+)/' },
      to: { path: '^web/screens/', pathNot: '^web/screens/$1/' },
    },
    {
      name: 'no-development-packages-at-run-time',
      comment: 'Only the embedded servers may, which a production installation does not start.',
      severity: 'error',
      from: {
        path: '^(src/|server\\.ts|worker\\.ts)',
        pathNot: '^src/platform/servers/vendor-download\\.ts$',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: typeOnly },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules/.+/node_modules)' },
  },
};
