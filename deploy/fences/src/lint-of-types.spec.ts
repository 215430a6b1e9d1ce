import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { inheritedEnvironment } from './env.js';
import { root } from './projects.js';

/** A source that breaks it, for each rule that needs types. */
const PLANTED = {
  'await-thenable': `export const planted = async () => await 1;`,
  'no-array-delete': `export const planted = (it: number[]) => delete it[0];`,
  'no-base-to-string': `export const planted = (it: { a: number }) => String(it);`,
  'no-duplicate-type-constituents': `export type Planted = 'a' | 'b' | 'a';`,
  'no-floating-promises': `export const planted = (it: Promise<void>) => {\n  it;\n};`,
  'no-for-in-array': `export const planted = (it: number[]) => {\n  for (const at in it) void at;\n};`,
  'no-implied-eval': `export const planted = () => setTimeout('void 0', 1);`,
  'no-misused-promises': `export const planted = (it: Promise<void>) => (it ? 1 : 2);`,
  'no-redundant-type-constituents': `export type Planted = string | unknown;`,
  'no-unnecessary-type-assertion': `export const planted = (it: string) => it as string;`,
  'no-unsafe-argument': `export const planted = (it: any) => parseInt(it);`,
  'no-unsafe-assignment': `export const planted = (it: any) => {\n  const other = it;\n  return [other];\n};`,
  'no-unsafe-call': `export const planted = (it: any) => void it();`,
  'no-unsafe-enum-comparison': `enum Kind {\n  a = 1,\n}\nexport const planted = (it: Kind) => it === 1;`,
  'no-unsafe-member-access': `export const planted = (it: any) => void it.member;`,
  'no-unsafe-return': `export const planted = (it: any): string => it;`,
  'no-unsafe-unary-minus': `export const planted = (it: string) => -it;`,
  'only-throw-error': `export const planted = () => {\n  throw 'text';\n};`,
  'prefer-promise-reject-errors': `export const planted = () => Promise.reject('text');`,
  'restrict-plus-operands': `export const planted = (it: { a: number }) => it + 'text';`,
  'restrict-template-expressions': 'export const planted = (it: object) => `${it}`;',
  'unbound-method': `class Planted {\n  at = 1;\n  method() {\n    return this.at;\n  }\n}\nexport const planted = new Planted().method;`,
} as const;

/** What specs are let off: matchers and tables of Jest are `any`, and ports are handed over by their methods. */
const LET_OFF_IN_SPECS = ['no-unsafe-argument', 'no-unsafe-assignment', 'unbound-method'];
const IN_SPECS = ['one.spec.ts', 'one.conformance.ts', 'testing/one.ts', 'specs/one.ts'];

const config = join(root, '.oxlintrc.json');
const fileOf = (rule: string) => `${rule}.ts`;

/** Lints these files of a folder of their own with the configuration of the house; gives the rules that bit by file. */
function lint(sources: ReadonlyMap<string, string>): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-planted-'));
  try {
    const compilerOptions = { strict: true, target: 'es2023', module: 'nodenext', types: [], noEmit: true };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }));
    for (const [path, source] of sources) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), `${source}\n`);
    }
    const args = ['--type-aware', '-c', config, '--tsconfig', 'tsconfig.json', '-f', 'json', '.'];
    const program = join(root, 'node_modules/oxlint/bin/oxlint');
    const tools = [join(root, 'node_modules/.bin'), inheritedEnvironment['PATH']].join(delimiter);
    const env = { ...inheritedEnvironment, PATH: tools };
    const run = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8', env });
    const { diagnostics } = JSON.parse(run.stdout) as {
      readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
    };
    const bitten = new Map([...sources.keys()].map((path) => [path, [] as string[]]));
    for (const { code, filename } of diagnostics)
      bitten.get(filename)?.push(/^typescript(?:-eslint)?\((.*)\)$/.exec(code)?.[1] ?? code);
    return bitten;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the rules that need types', () => {
  const rules = Object.keys(PLANTED);
  let bitten: Map<string, string[]>;
  beforeAll(() => {
    const inSpecs = IN_SPECS.flatMap((path) =>
      Object.entries(PLANTED).map(([rule, source]) => [`${rule}/${path}`, source] as const),
    );
    const planted = Object.entries(PLANTED).map(([rule, source]) => [fileOf(rule), source] as const);
    bitten = lint(
      new Map([...planted, ...inSpecs, ['fine.ts', 'export const planted = (it: string) => it;']]),
    );
  }, 60_000);

  it.each(rules)('%s bites', (rule) => {
    expect(bitten.get(fileOf(rule))).toContain(rule);
  });

  it.each(IN_SPECS)('bite in %s but for those that matchers break', (path) => {
    const biting = rules.filter((rule) => bitten.get(`${rule}/${path}`)?.includes(rule));
    expect(biting).toEqual(rules.filter((rule) => !LET_OFF_IN_SPECS.includes(rule)));
  });

  it('let through what breaks none', () => {
    expect(bitten.get('fine.ts')).toEqual([]);
  });

  it('are all of the set that typescript-eslint recommends, but for one', () => {
    const { rules: told } = JSON.parse(readFileSync(config, 'utf8')) as {
      readonly rules: Readonly<Record<string, string>>;
    };
    expect(Object.entries(told)).toEqual(rules.map((rule) => [`typescript/${rule}`, 'error']));
    expect(recommended()).toEqual([...rules, 'require-await'].sort());
  });
});

/** Names of rules that need types; ports answer with promises whatever their adapter does, so `require-await` is off. */
function recommended(): readonly string[] {
  const script = `
    import tseslint from 'typescript-eslint';
    const sets = tseslint.configs.recommendedTypeCheckedOnly;
    const rules = Object.assign({}, ...sets.map(({ rules }) => rules));
    console.log(JSON.stringify(Object.keys(rules).filter((name) => rules[name] === 'error')));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  const names = JSON.parse(run.stdout) as readonly string[];
  const own = '@typescript-eslint/';
  return names.flatMap((name) => (name.startsWith(own) ? [name.slice(own.length)] : [])).sort();
}
