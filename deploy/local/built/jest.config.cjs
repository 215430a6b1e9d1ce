// How the test command runs specs and journeys: what `tsc -b` built of them, as Node loads it. A worker loads each module once, not
// once for each of hundreds of files. `jest.config.cjs` of the checkout runs the sources, without a build.
const { join } = require('node:path');
const sources = require('../../../jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = {
  ...sources,
  rootDir: join(__dirname, '..', '..', '..'),
  // Files are found, named and ordered by their sources.
  transform: {},
  setupFiles: [require.resolve('reflect-metadata')],
  testEnvironment: join(__dirname, 'environment.cjs'),
  runtime: join(__dirname, 'runtime.cjs'),
};
