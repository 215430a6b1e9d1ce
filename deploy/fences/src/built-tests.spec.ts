import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { inheritedEnvironment } from './env.js';
import { root } from './projects.js';

/** What was built of a test file, or of what it loads; `null`: it is not built. */
const PLANTED: Readonly<Record<string, string | null>> = {
  'counts.js': 'exports.loaded = 0;',
  'testing/world.js': 'exports.made = [];',
  'a-changes.spec.js': `
    const { mkdtempSync } = require('node:fs');
    const counts = require('./counts.js');
    const world = require('./testing/world.js');
    it('changes what others see', () => {
      counts.loaded += 1;
      world.made.push(1);
      process.env.PLANTED = 'changed';
      process.chdir(require('node:os').tmpdir());
      jest.spyOn(Math, 'max').mockReturnValue(-1);
      jest.setTimeout(1);
    });`,
  'b-looks.spec.js': `
    const counts = require('./counts.js');
    const world = require('./testing/world.js');
    it('sees the module that was loaded before', () => expect(counts.loaded).toBe(1));
    it('has a world of its own', () => expect(world.made).toEqual([]));
    it('sees an environment that was put back', () => expect(process.env.PLANTED).toBeUndefined());
    it('stands where it stood', () => expect(process.cwd()).not.toBe(require('node:os').tmpdir()));
    it('sees what was spied on as it was', () => expect(Math.max(1, 2)).toBe(2));
    it('has as much time as others', () => new Promise((done) => setTimeout(done, 50)));
    it('throws errors that are errors', () => expect(() => JSON.parse('{')).toThrow(SyntaxError));`,
  'c-fails.spec.js': `
    it('fails', () => expect(1).toBe(2));
    it('takes too long', () => new Promise(() => undefined), 20);
    it('asserts less than it says', () => expect.assertions(1));
    it('leaves a rejection to nothing', async () => {
      void Promise.reject(new Error('left'));
      await new Promise((done) => setTimeout(done, 20));
    });
    it.skip('is skipped', () => undefined);
    describe('with a hook that fails', () => {
      beforeAll(() => {
        throw new Error('hook');
      });
      it('fails with it', () => undefined);
    });`,
  'd-missing.spec.js': null,
  'e-broken.spec.js': `require('./none.js');`,
};

interface Suite {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
}

function runPlanted(): ReadonlyMap<string, Suite> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-built-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  try {
    write('package.json', '{}');
    const planted = Object.entries(PLANTED);
    for (const [nth, [path, built]] of planted.entries()) {
      // The sources only say which files there are, and in what order: the largest first.
      const source = 'not TypeScript '.repeat(planted.length - nth);
      if (path.endsWith('.spec.js')) write(join('src', path.replace(/js$/, 'ts')), source);
      if (built !== null) write(join('dist', path), built);
    }
    const results = join(folder, 'results.json');
    const config = ['-c', join(root, 'deploy/local/built/jest.config.cjs'), '--rootDir', folder];
    const order = ['--testSequencer', join(root, 'deploy/local/longest-first.cjs'), '--runInBand', '--ci'];
    const args = [...config, ...order, '--json', '--outputFile', results];
    const run = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: inheritedEnvironment,
    });
    if (!existsSync(results)) throw new Error(run.stderr);
    const { testResults } = JSON.parse(readFileSync(results, 'utf8')) as {
      readonly testResults: readonly Suite[];
    };
    return new Map(testResults.map((suite) => [basename(suite.name, '.spec.ts'), suite]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a test file of the test command', () => {
  let suites: ReadonlyMap<string, Suite>;
  beforeAll(() => {
    suites = runPlanted();
  }, 60_000);
  const endsOf = (name: string) =>
    Object.fromEntries(suites.get(name)?.assertionResults.map(({ title, status }) => [title, status]) ?? []);

  it('shares modules with those before it, and nothing else', () => {
    expect(endsOf('a-changes')).toEqual({ 'changes what others see': 'passed' });
    expect(endsOf('b-looks')).toEqual({
      'sees the module that was loaded before': 'passed',
      'has a world of its own': 'passed',
      'sees an environment that was put back': 'passed',
      'stands where it stood': 'passed',
      'sees what was spied on as it was': 'passed',
      'has as much time as others': 'passed',
      'throws errors that are errors': 'passed',
    });
  });

  it('fails wherever Jest says so', () => {
    expect(endsOf('c-fails')).toEqual({
      fails: 'failed',
      'takes too long': 'failed',
      'asserts less than it says': 'failed',
      'leaves a rejection to nothing': 'failed',
      'is skipped': 'pending',
      'fails with it': 'failed',
    });
  });

  it('fails when it is not built, or cannot be loaded', () => {
    expect(suites.get('d-missing')).toMatchObject({ status: 'failed', assertionResults: [] });
    expect(suites.get('d-missing')?.message).toContain('is not built');
    expect(suites.get('e-broken')).toMatchObject({ status: 'failed', assertionResults: [] });
  });
});
