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

const results = (counts: object) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
  ...counts,
});

describe('the closing line of the test command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-tally-'));
  const file = join(folder, 'results.json');
  const write = (counts: object) => writeFileSync(file, JSON.stringify(results(counts)));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('adds up checks and tests', () => {
    write({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 });
    const line = closingLineAfter(`tally.pass('types', 1); tally.addJest('unit', '${file}', 1);`);
    expect(line).toBe('6 passed, 1 failed, 3 skipped');
  });

  it('counts a suite that could not run as a failure', () => {
    write({ numPassedTests: 3, numRuntimeErrorTestSuites: 1 });
    expect(closingLineAfter(`tally.addJest('unit', '${file}', 1);`)).toBe('3 passed, 1 failed, 0 skipped');
  });

  it('counts a run that ended badly with every test green as a failure', () => {
    write({ numPassedTests: 3 });
    expect(closingLineAfter(`tally.addJest('unit', '${file}', 1);`)).toBe('3 passed, 1 failed, 0 skipped');
  });

  it('counts a run that left no results as a failure', () => {
    expect(closingLineAfter(`tally.addJest('unit', '${file}.none', 143);`)).toBe(
      '0 passed, 1 failed, 0 skipped',
    );
  });
});

describe('what is installed', () => {
  const asLocked = (locked: object, installed: object, there: readonly string[] = []): string =>
    printedBy(`
      import { installedAsLocked } from '${join(root, 'deploy/local/locked.mjs')}';
      const exists = (path) => ${JSON.stringify(there)}.includes(path);
      console.log(installedAsLocked(${JSON.stringify(locked)}, ${JSON.stringify(installed)}, exists));`);
  const pg = 'node_modules/pg';

  it('is as locked when versions agree', () => {
    expect(asLocked({ '': {}, [pg]: { version: '8.1.0' } }, { [pg]: { version: '8.1.0' } })).toBe('true');
  });

  it('is not as locked when a version moved on or a package is missing', () => {
    expect(asLocked({ [pg]: { version: '8.2.0' } }, { [pg]: { version: '8.1.0' } })).toBe('false');
    expect(asLocked({ [pg]: { version: '8.2.0' } }, {})).toBe('false');
  });

  it('may lack packages of other platforms, not those of this one in another version', () => {
    const wanted = { [pg]: { version: '8.2.0', optional: true } };
    expect(asLocked(wanted, {})).toBe('true');
    expect(asLocked(wanted, { [pg]: { version: '8.1.0' } })).toBe('false');
  });

  it('links every project whose folder is there', () => {
    const link = 'node_modules/@evenkeel/domain';
    const wanted = { [link]: { link: true, resolved: 'libs/domain' } };
    expect(asLocked(wanted, {}, ['libs/domain'])).toBe('false');
    expect(asLocked(wanted, {}, ['libs/domain', link])).toBe('true');
    expect(asLocked(wanted, {}, [])).toBe('true');
  });
});
