// One Jest config for every project: `jest -c jest.config.cjs --rootDir <project or .>`.
const { readdirSync, readFileSync, existsSync } = require('node:fs');
const { join } = require('node:path');

/** Installed packages that ship ES modules, as paths below node_modules (nested copies included). */
function esmPackages(dir = join(__dirname, 'node_modules'), prefix = '', out = []) {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue; // workspace links are symlinks: skipped
    const path = join(dir, entry.name);
    if (
      entry.name.startsWith('@') &&
      !prefix.endsWith(`${entry.name}/`) &&
      !existsSync(join(path, 'package.json'))
    ) {
      esmPackages(path, `${prefix}${entry.name}/`, out);
      continue;
    }
    const manifest = join(path, 'package.json');
    if (!existsSync(manifest)) continue;
    if (JSON.parse(readFileSync(manifest, 'utf8')).type === 'module') out.push(prefix + entry.name);
    const nested = join(path, 'node_modules');
    if (existsSync(nested)) esmPackages(nested, `${prefix}${entry.name}/node_modules/`, out);
  }
  return out;
}

const esm = esmPackages()
  .map((name) => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  .join('|');

const typescript = {
  target: 'es2023',
  keepClassNames: true,
  parser: { syntax: 'typescript', decorators: true },
  transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
};
const javascript = { target: 'es2023', parser: { syntax: 'ecmascript' } };
const swc = (jsc) => ['@swc/jest', { swcrc: false, sourceMaps: 'inline', module: { type: 'commonjs' }, jsc }];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@evenkeel/source', 'node', 'node-addons'] },
  testMatch: ['**/src/**/*.spec.ts'],
  // Files that take long are a lane of their own: `npm test -- --only long`.
  testPathIgnorePatterns: ['/node_modules/', '/dist/', String.raw`\.long\.(spec|journey)\.ts$`],
  modulePathIgnorePatterns: ['/dist/'],
  setupFiles: ['reflect-metadata'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: { '^.+\\.m?ts$': swc(typescript), '^.+\\.m?js$': swc(javascript) },
  // Left alone: files inside node_modules whose innermost package is not one of the ES module ones.
  transformIgnorePatterns: [`^(?!.*/node_modules/(?:${esm})/(?!.*/node_modules/)).*/node_modules/`],
  // The machine is busy with lint beside the specs, and an embedded Postgres starts in some of them.
  testTimeout: 20_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
