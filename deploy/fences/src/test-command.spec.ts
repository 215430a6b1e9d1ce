import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './projects.js';

/** Runs a script in plain Node, as the commands of the house are run, and gives what it printed. */
function printedBy(script: string): string {
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  return run.stdout.trim() || run.stderr;
}

const closingLineAfter = (statements: string): string =>
  printedBy(`
    import { Tally } from '${join(root, 'deploy/local/tally.mjs')}';
    const tally = new Tally();
    ${statements}
    console.log(tally.closingLine());`);

const suite = (name: string, ...statuses: readonly string[]) => ({
  name,
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status, fullName: `${name} ${status}` })),
});

describe('the closing line of the test command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-tally-'));
  const file = join(folder, 'results.json');
  const write = (...testResults: readonly object[]) => writeFileSync(file, JSON.stringify({ testResults }));
  const added = (exitCode: number, results = file) =>
    `tally.addJest('${results}', ${exitCode}, {
      lanes: ['unit', 'journeys'],
      laneOf: (name) => (name.endsWith('.journey.ts') ? 'journeys' : 'unit'),
    });`;
  afterAll(() => rmSync(folder, { recursive: true }));

  it('adds up checks and tests', () => {
    write(
      suite('a.spec.ts', 'passed', 'passed', 'failed', 'pending'),
      suite('b.journey.ts', 'passed', 'passed', 'passed', 'pending', 'todo'),
    );
    const line = closingLineAfter(`tally.pass('types', 1); ${added(1)}`);
    expect(line).toBe('6 passed, 1 failed, 3 skipped');
  });

  it('comes after a line for each lane', () => {
    write(suite('a.spec.ts', 'passed', 'failed'), suite('b.journey.ts', 'passed'));
    const report = closingLineAfter(`${added(1)} console.log(tally.report());`);
    expect(report).toContain('FAILED  unit: 1 passed, 1 failed, 0 skipped');
    expect(report).toContain('a.spec.ts: a.spec.ts failed');
    expect(report).toContain('ok      journeys: 1 passed, 0 failed, 0 skipped');
  });

  it('tells of files that are played on request, and counts them as skipped', () => {
    const report = closingLineAfter(
      `tally.leave('long', ['c.long.spec.ts', 'd.long.journey.ts']); console.log(tally.report());`,
    );
    expect(report).toContain('skipped long: 2 files on request, by `npm test -- --only long`');
    expect(report).toContain('d.long.journey.ts');
    expect(closingLineAfter(`tally.leave('long', ['c.long.spec.ts']);`)).toBe(
      '0 passed, 0 failed, 1 skipped',
    );
  });

  it('counts a suite that could not run as a failure', () => {
    write(suite('a.spec.ts', 'passed', 'passed', 'passed'), { ...suite('b.spec.ts'), status: 'failed' });
    expect(closingLineAfter(added(1))).toBe('3 passed, 1 failed, 0 skipped');
  });

  it('counts a run that ended badly with every test green as a failure', () => {
    write(suite('a.spec.ts', 'passed', 'passed', 'passed'));
    expect(closingLineAfter(added(1))).toBe('3 passed, 1 failed, 0 skipped');
  });

  it('counts a run that left no results as a failure', () => {
    expect(closingLineAfter(added(143, `${file}.none`))).toBe('0 passed, 1 failed, 0 skipped');
  });
});

describe('what is looked at of changed files', () => {
  const partsOf = (...files: readonly string[]): unknown =>
    JSON.parse(
      printedBy(`
        import { partsOf } from '${join(root, 'deploy/local/changed.mjs')}';
        console.log(JSON.stringify(partsOf(${JSON.stringify(files)})));`),
    );

  it('is the format of all, the lint of sources and the specs that import them', () => {
    const [text, tool, service] = ['README.md', 'deploy/local/tally.mjs', 'libs/services/admin/src/index.ts'];
    expect(partsOf(text, tool, service)).toEqual({
      format: [text, tool, service],
      lint: [tool, service],
      specs: [service],
      mutants: [],
    });
  });

  it('is also whether mutants of the deciding files of the domain are noticed', () => {
    const deciding = 'libs/domain/src/page/fence.ts';
    const others = ['fence.spec.ts', 'index.ts', 'testing/pages.ts'].map(
      (file) => `libs/domain/src/page/${file}`,
    );
    expect(partsOf(deciding, ...others)).toMatchObject({ mutants: [deciding] });
  });

  it('is never a journey', () => {
    expect(partsOf('apps/journeys/src/chaos.journey.ts')).toMatchObject({ specs: [], mutants: [] });
  });
});

describe('what is installed', () => {
  const asLocked = (
    locked: object,
    installed: object,
    {
      there = [],
      development = true,
    }: { readonly there?: readonly string[]; readonly development?: boolean } = {},
  ): string =>
    printedBy(`
      import { installedAsLocked } from '${join(root, 'deploy/local/locked.mjs')}';
      const exists = (path) => ${JSON.stringify(there)}.includes(path);
      console.log(installedAsLocked(${JSON.stringify(locked)}, ${JSON.stringify(installed)}, { development: ${development}, exists }));`);
  const pg = 'node_modules/pg';

  it('is as locked when versions agree', () => {
    expect(asLocked({ '': {}, [pg]: { version: '8.1.0' } }, { [pg]: { version: '8.1.0' } })).toBe('true');
  });

  it('is not as locked when a version moved on or a package is missing', () => {
    expect(asLocked({ [pg]: { version: '8.2.0' } }, { [pg]: { version: '8.1.0' } })).toBe('false');
    expect(asLocked({ [pg]: { version: '8.2.0' } }, {})).toBe('false');
  });

  it('may lack what is for development only where that is not needed', () => {
    const wanted = { [pg]: { version: '8.2.0', dev: true } };
    expect(asLocked(wanted, {})).toBe('false');
    expect(asLocked(wanted, {}, { development: false })).toBe('true');
  });

  it('may lack packages of other platforms, not those of this one in another version', () => {
    const wanted = { [pg]: { version: '8.2.0', optional: true } };
    expect(asLocked(wanted, {})).toBe('true');
    expect(asLocked(wanted, { [pg]: { version: '8.1.0' } })).toBe('false');
  });

  it('links every project whose folder is there', () => {
    const link = 'node_modules/@evenkeel/domain';
    const wanted = { [link]: { link: true, resolved: 'libs/domain' } };
    expect(asLocked(wanted, {}, { there: ['libs/domain'] })).toBe('false');
    expect(asLocked(wanted, {}, { there: ['libs/domain', link] })).toBe('true');
    expect(asLocked(wanted, {}, {})).toBe('true');
  });
});
