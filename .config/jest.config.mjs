import { fileURLToPath } from 'node:url';
import { findChromium } from '../test/support/chromium.mjs';

const rootDir = fileURLToPath(new URL('..', import.meta.url));

const shared = {
  rootDir,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
  transform: { '^.+\\.ts$|/content-disposition/.+\\.js$': '@swc/jest' },
  // @fastify/static requires this ESM package, which Node can and jest on Node 20 cannot.
  transformIgnorePatterns: ['/node_modules/(?!content-disposition/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

const services = {
  globalSetup: '<rootDir>/test/support/start-services.mjs',
  globalTeardown: '<rootDir>/test/support/stop-services.mjs',
};

const browser = {
  ...shared,
  ...services,
  displayName: 'browser',
  testMatch: ['<rootDir>/test/browser/**/*.spec.ts'],
};
const chromium = findChromium();
// The workers that launch it inherit the environment.
if (chromium) process.env.CHROMIUM_PATH = chromium;
else console.log('No Chromium on the PATH and no CHROMIUM_PATH: the browser tests are left out.');

export default {
  rootDir,
  workerIdleMemoryLimit: '700MB',
  // Several suites share two cores and one PostgreSQL; jest's five seconds are for an idle machine. Projects may
  // not set it.
  testTimeout: 60_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'services',
      testMatch: ['<rootDir>/test/{integration,e2e,faults}/**/*.spec.ts'],
      ...services,
    },
    ...(chromium ? [browser] : []),
  ],
};
