/** The house's one-way imports. A rule's name says what it keeps; docs/reference/structure.md says why. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^(packages|apps|e2e|bench)/', pathNot: [from, ...allowed] },
})
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
const notTests = { pathNot: '(\\.test\\.tsx?$|^e2e/|^bench/|^packages/testkit/|^scripts/)' }
const server = '^apps/server/src'

module.exports = {
  forbidden: [
    never('no-cycles', 'A cycle has no first file to read.', {}, { circular: true }),
    never('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
    only('domain-imports-nothing-of-ours', '^packages/domain/', []),
    only('contract-imports-only-domain', '^packages/contract/', ['^packages/domain/']),
    only('store-imports-only-contract', '^packages/store/', ['^packages/contract/']),
    only('ui-imports-nothing-of-ours', '^packages/ui/', []),
    only('booking-app-imports-store-ui-contract', '^apps/booking/', ['^packages/(store|ui|contract)/']),
    only('server-imports-domain-and-contract', '^apps/server/', ['^packages/(domain|contract)/']),
    never(
      'domain-is-pure',
      'No I/O, no Node in the rules.',
      { path: '^packages/domain/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    never('testkit-only-in-tests', 'Test equipment never ships.', notTests, { path: '^packages/testkit/' }),
    never(
      'http-below-nothing',
      'No request object passes below the HTTP layer.',
      { path: `${server}/(commands|queries|ports|adapters|jobs)/`, ...notTests },
      { path: `${server}/(http|realtime)/` },
    ),
    never(
      'commands-know-ports-only',
      'Engines are chosen in server.ts.',
      { path: `${server}/(commands|queries|http|realtime|jobs)/`, ...notTests },
      { path: `${server}/adapters/` },
    ),
    never(
      'ports-speak-the-domain',
      'A port names no engine, command or route.',
      { path: `${server}/ports/` },
      { path: `${server}/(?!ports/)` },
    ),
    never(
      'adapters-implement-ports',
      'An engine knows ports and the domain.',
      { path: `${server}/adapters/`, ...notTests },
      { path: `${server}/(commands|queries|jobs|cli)/` },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(node_modules|/dist/)' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.css'],
    },
  },
}
