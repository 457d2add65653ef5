// ESM tests: client-node and listr2 are ESM only (ADR 0001). `npm run test:unit -- test/manifest` runs one
// folder.
export default {
  testEnvironment: '<rootDir>/test/helpers/measured-environment.mjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/templates/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' }] },
  moduleNameMapper: { '^cdk8s-gitops$': '<rootDir>/src/index.ts', '^cdk8s-gitops/testing$': '<rootDir>/src/testing.ts', '^(\\.{1,2}/.*)\\.js$': '$1' },
  cacheDirectory: '<rootDir>/.cache/jest',
  globalSetup: '<rootDir>/test/helpers/cluster-setup.mjs',
  globalTeardown: '<rootDir>/test/helpers/cluster-teardown.mjs',
  testSequencer: '<rootDir>/test/helpers/slow-first.mjs',
  // A test that takes long on a busy machine has not failed: this ends only what hangs.
  testTimeout: 600_000,
  maxWorkers: 3,
  // jest keeps the modules of every suite that it ran, and a worker of a gigabyte starts git ten times as
  // slowly as one of 200 MB: Linux copies its page tables.
  workerIdleMemoryLimit: '160MB',
  openHandlesTimeout: 0,
};
