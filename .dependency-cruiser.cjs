/** Import rules of the house: who may know whom. A broken rule fails CI. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'domain-is-pure',
      comment: 'src/domain imports only itself, the contracts and the domain kit.',
      severity: 'error',
      from: { path: '^services/([^/]+)/src/domain/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^services/$1/src/domain/', '^contracts/src/', '^packages/domain-kit/src/', 'node_modules/zod/'] },
    },
    {
      name: 'no-service-imports-another',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/([^/]+)/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-know-no-service',
      severity: 'error',
      from: { path: '^(packages|contracts)/' },
      to: { path: '^(services|infra|test)/' },
    },
    {
      name: 'infra-and-tests-know-no-service',
      comment: 'The launcher starts services as processes; tests above one service use the public API.',
      severity: 'error',
      from: { path: '^(infra|test)/', pathNot: '^test/(chaos|bench|properties)/' },
      to: { path: '^services/' },
    },
    {
      name: 'chaos-and-bench-know-pure-definitions-only',
      comment:
        'A fresh rebuild, measured or compared, and a replay are folds of the services’ own pure definitions; nothing else of a service is looked at.',
      severity: 'error',
      from: { path: '^test/(chaos|bench)/' },
      to: { path: '^services/', pathNot: '^services/(projector/src/projections|rules/src/rules)/' },
    },
    {
      name: 'properties-know-pure-definitions-only',
      comment: 'What holds over several services is tried in memory, on their own deciders and rules.',
      severity: 'error',
      from: { path: '^test/properties/' },
      to: { path: '^services/', pathNot: '^services/(rules/src/rules|(assessment|staffing)/src/domain)/' },
    },
    {
      name: 'test-help-stays-in-tests',
      severity: 'error',
      from: { path: '^(contracts|packages|services|infra)/', pathNot: '(\\.spec\\.tsx?$|/fixtures?/|/testing/)' },
      to: { path: '^packages/testing/' },
    },
    {
      name: 'contracts-know-nobody',
      severity: 'error',
      from: { path: '^contracts/src/' },
      to: { path: '^(packages|services|infra|test)/' },
    },
    {
      name: 'kit-knows-contracts-only',
      severity: 'error',
      from: { path: '^packages/domain-kit/src/' },
      to: { path: '^packages/(?!domain-kit/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|generated|\\.types)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['@fudao/source', 'import', 'require', 'node', 'default'], exportsFields: ['exports'] },
  },
}
