import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inheritedEnvironment } from './env.js';
import { exists, root } from './projects.js';

/** A source that breaks (or keeps) one rule of the house, linted as if it stood in an existing file. */
interface Planted {
  readonly name: string;
  readonly at: string;
  readonly source: string;
}

const boundary = '@nx/enforce-module-boundaries';
const service = 'libs/services/scheduler/src/index.ts';
const domain = 'libs/domain/src/json.ts';
const operations = 'libs/operations/src/index.ts';
const administration = 'libs/administration/src/index.ts';
const client = 'libs/clients/admin/src/index.ts';
/** Connectors are fenced by their folder: what holds for these two holds for the next one. */
const connectors = [
  'libs/connectors/rest/src/rest-connector.ts',
  'libs/connectors/simulator/src/simulator-connector.ts',
];
const importing = (specifier: string) =>
  `import * as planted from '${specifier}';\nexport const kept = planted;\n`;
const imports = (at: string, specifier: string): Planted => ({
  name: `${at} imports ${specifier}`,
  at,
  source: importing(specifier),
});
const says = (at: string, source: string): Planted => ({
  name: `${at}: ${source}`,
  at,
  source: `${source}\n`,
});

const sideways = [
  imports(service, '@evenkeel/service-reconciler'),
  imports(service, '@evenkeel/adapter-postgres'),
  imports(service, '@evenkeel/connector-rest'),
  imports(service, '../../reconciler/src/index.js'),
  imports(administration, '@evenkeel/service-admin'),
  imports(administration, '@evenkeel/adapter-postgres'),
  imports(client, '@evenkeel/administration'),
  imports(client, '@evenkeel/contracts-messages'),
  imports('libs/adapters/kafka/src/index.ts', '@evenkeel/adapter-postgres'),
  imports('libs/adapters/kafka/src/index.ts', '@evenkeel/service-scheduler'),
  imports('libs/connectors/rest/src/index.ts', '@evenkeel/connector-simulator'),
  imports('libs/connectors/rest/src/index.ts', '@evenkeel/adapter-http'),
  imports('apps/cli/src/main.ts', '@evenkeel/contracts-messages'),
  imports('apps/cli/src/main.ts', '@evenkeel/domain'),
  imports('apps/cli/src/main.ts', '@evenkeel/administration'),
  says(service, `export type { Planted } from '@evenkeel/service-reconciler';`),
  says(service, `export const planted = () => import('@evenkeel/adapter-kafka');`),
];

const upward = [
  imports(domain, '@evenkeel/ports'),
  imports('libs/contracts/messages/src/index.ts', '@evenkeel/ports'),
  imports('libs/ports/src/index.ts', '@evenkeel/service-scheduler'),
  imports('libs/ports/src/index.ts', '@evenkeel/conformance'),
  imports('libs/adapters/kafka/src/index.ts', '@evenkeel/hosting'),
  imports('libs/adapters/kafka/src/index.ts', '@evenkeel/conformance'),
  imports('libs/ports/src/index.ts', '@evenkeel/operations'),
  imports('libs/adapters/kafka/src/index.ts', '@evenkeel/operations'),
  imports(operations, '@evenkeel/service-scheduler'),
  imports(operations, '@evenkeel/adapter-postgres'),
  imports('libs/hosting/src/index.ts', '@evenkeel/service-scheduler'),
  imports('libs/hosting/src/index.ts', '../../../apps/standalone/src/main.js'),
];

const forbiddenPackages = [
  imports(domain, 'zod'),
  imports('libs/ports/src/index.ts', 'rxjs'),
  imports(administration, '@nestjs/common'),
  imports(administration, 'express'),
  imports(client, 'undici'),
  imports('libs/contracts/messages/src/index.ts', '@nestjs/common'),
  imports(operations, '@nestjs/common'),
  imports(operations, 'zod'),
  imports(service, 'pg'),
  imports(service, 'kafkajs'),
  imports(service, '@nestjs/platform-express'),
  imports('libs/adapters/kafka/src/index.ts', 'undici'),
  imports('libs/adapters/http/src/index.ts', 'pg'),
  imports('libs/connectors/rest/src/index.ts', 'undici'),
  imports('libs/hosting/src/index.ts', 'typeorm'),
  imports('apps/cli/src/main.ts', 'undici'),
];

const impure = {
  'no-restricted-syntax': [
    says(domain, `export const planted = async () => 1;`),
    says(domain, `export const planted = async (it: Promise<number>) => await it;`),
    says(domain, `export const planted = () => new Promise(() => undefined);`),
    says(domain, `export const planted = Date.now();`),
    says(domain, `export const planted = new Date();`),
    says(domain, `export const planted = Math.random();`),
    says(service, `export const planted = () => Date.now();`),
    says(operations, `export const planted = () => Date.now();`),
    says(service, `export const planted = () => new Date();`),
    says(administration, `export const planted = () => Date.now();`),
    ...connectors.map((at) => says(at, `export const planted = () => Date.now();`)),
  ],
  'no-restricted-globals': [
    says(domain, `export const planted = () => setTimeout(() => undefined, 1);`),
    says(domain, `export const planted = process.pid;`),
    says(domain, `export const planted = crypto.randomUUID();`),
    says(service, `export const planted = () => setTimeout(() => undefined, 1);`),
    says(service, `export const planted = () => fetch('https://example.invalid');`),
    ...connectors.map((at) => says(at, `export const planted = () => fetch('https://example.invalid');`)),
  ],
  'no-restricted-imports': [
    imports(domain, 'node:crypto'),
    imports(domain, 'node:path'),
    imports(domain, 'timers'),
    imports(service, 'node:crypto'),
    imports(service, 'node:fs/promises'),
    ...connectors.map((at) => imports(at, 'node:http')),
  ],
};

const environment = {
  'no-restricted-properties': [
    says('libs/hosting/src/index.ts', `export const planted = process.env['HOME'];`),
    says('libs/adapters/kafka/src/index.ts', `export const { env } = process;`),
    says('apps/scheduler/src/main.ts', `export const planted = process['env'];`),
    says('apps/scheduler/src/main.ts', `export const planted = globalThis.process.env;`),
  ],
  'no-restricted-imports': [
    says('apps/scheduler/src/main.ts', `export { env } from 'node:process';`),
    says('libs/hosting/src/index.ts', `import { env } from 'process';\nexport const planted = env;`),
  ],
};

const carelessness = {
  '@typescript-eslint/no-explicit-any': [says(service, `export const planted = (it: any) => String(it);`)],
  'import-x/no-default-export': [says(service, `export default 1;`)],
};

const parameters = (count: number) => Array.from({ length: count }, (_, nth) => `_${nth}: number`).join(', ');
const lines = (count: number) => '  void 0;\n'.repeat(count);

const main = 'apps/scheduler/src/main.ts';

/** The numbers of the style guide. */
const style = {
  'max-lines': [{ ...says(main, lines(201)), name: `${main} has 201 lines` }],
  'max-lines-per-function': [
    {
      ...says(service, `export function planted(): void {\n${lines(39)}}`),
      name: `${service} has a function of 41 lines`,
    },
  ],
  'style/max-parameters': [
    says(service, `export const planted = (${parameters(5)}) => 1;`),
    says(service, `export class Planted {\n  constructor(${parameters(6)}) {}\n}`),
  ],
  'style/no-export-all': [says(service, `export * from '@evenkeel/domain';`)],
};

const allowed = [
  imports(service, '@evenkeel/ports'),
  imports(service, '@evenkeel/domain'),
  imports(service, '@evenkeel/operations'),
  imports(operations, '@evenkeel/ports'),
  imports(service, '@nestjs/common'),
  imports(domain, 'croner'),
  imports('libs/adapters/kafka/src/index.ts', 'kafkajs'),
  imports('libs/contracts/messages/src/index.ts', 'zod'),
  imports('libs/hosting/src/index.ts', '@evenkeel/adapter-kafka'),
  imports('apps/cli/src/main.ts', '@evenkeel/contracts-admin'),
  imports('apps/cli/src/main.ts', '@evenkeel/client-admin'),
  imports(administration, '@evenkeel/contracts-admin'),
  imports('libs/services/admin/src/index.ts', '@evenkeel/administration'),
  imports('libs/services/admin/src/index.ts', './http/problem.filter.js'),
  imports('libs/connectors/simulator/src/provider/route.ts', 'node:http'),
  says(domain, `export const planted = (at: number) => new Date(at).toISOString();`),
  says(service, `export class Planted {\n  constructor(${parameters(5)}) {}\n}`),
  { ...says(service, `export function planted(): void {\n${lines(38)}}`), name: 'a function of 40 lines' },
  says(service, `export * as planted from '@evenkeel/domain';`),
  says('deploy/fences/src/env.ts', `export const planted = process.env['HOME'];`),
  says('apps/journeys/src/kit/env.ts', `export const planted = process.env['HOME'];`),
];

const fences: [rule: string, planted: readonly Planted[]][] = [
  [boundary, sideways],
  [boundary, upward],
  [boundary, forbiddenPackages],
  ...Object.entries(impure),
  ...Object.entries(environment),
  ...Object.entries(carelessness),
  ...Object.entries(style),
];

/**
 * Planted source -> the rules that bit. One process lints them all, as on a fresh checkout: without a cached project
 * graph the boundary rule would skip itself if the configuration did not compute one.
 */
function lint(all: readonly Planted[]): Map<Planted, string[]> {
  const graphCache = mkdtempSync(join(tmpdir(), 'evenkeel-graph-'));
  const run = spawnSync(process.execPath, [join(root, 'deploy/fences/lint-planted.mjs')], {
    input: JSON.stringify(all),
    encoding: 'utf8',
    cwd: root,
    env: { ...inheritedEnvironment, NX_WORKSPACE_DATA_DIRECTORY: graphCache },
    maxBuffer: 1 << 26,
  });
  rmSync(graphCache, { recursive: true });
  if (run.status !== 0) throw new Error(`The planted sources could not be linted: ${run.stderr}`);
  const bitten = JSON.parse(run.stdout) as string[][];
  return new Map(all.map((planted, index) => [planted, bitten[index] ?? []]));
}

describe('the fences of the house', () => {
  let bitten: Map<Planted, string[]>;
  beforeAll(() => {
    bitten = lint([...fences.flatMap(([, planted]) => planted), ...allowed]);
  }, 300_000);

  describe.each(fences)('%s', (rule, planted) => {
    it.each(planted)('bites when $name', (one) => {
      expect(bitten.get(one)).toContain(rule);
    });
  });

  it.each(allowed)('lets through: $name', (one) => {
    expect(bitten.get(one)).toEqual([]);
  });

  it('are planted in files that exist, so that types and tags are the real ones', () => {
    const missing = [...bitten.keys()].filter(({ at }) => !exists(at));
    expect(missing).toEqual([]);
  });
});
