const swc = ['@swc/jest', { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }];

const driverAdapters = 'mongodb/lib/runtime_adapters\\.js';

const servers = {
  globalSetup: '<rootDir>/tests/support/global-setup.ts',
  globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
  setupFilesAfterEnv: ['<rootDir>/tests/support/second-try.ts'],
};

const project = (name, options = {}) => ({
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  // The MongoDB driver loads `os` by a native import(), which Jest's sandbox refuses; as CommonJS it passes.
  transform: { '^.+\\.ts$': swc, [`${driverAdapters}$`]: swc },
  transformIgnorePatterns: [`/node_modules/(?!.*${driverAdapters})`],
  ...options,
});

/** @type {import('jest').Config} */
module.exports = {
  // Unit tests need nothing, so running them alone starts nothing.
  projects: [
    project('unit'),
    project('workflow', servers),
    project('integration', servers),
    project('e2e', servers),
    project('browser', servers),
  ],
  testSequencer: '<rootDir>/tests/support/longest-first.js',
  maxWorkers: 2,
  testTimeout: 60_000,
};
