import { execFileSync, spawnSync } from 'node:child_process';
import { Command, Option } from 'commander';
import { typeIn } from '../testing/type-in.js';
import { placesOf } from './command-tree.js';

const program = new Command('evenkeel').option('--url <url>', 'where');
program
  .command('jobs')
  .summary("what's there")
  .command('add')
  .description('Add one\nand more')
  .addOption(new Option('-m, --mode <mode>', 'how').choices(['full', 'incremental']));

it('every place knows what may follow', () => {
  const url = { flags: ['--url'], choices: [] };
  const everywhere = [
    { word: '--url', meaning: 'where' },
    { word: '--help', meaning: 'show what there is' },
  ];
  expect(placesOf(program)).toEqual([
    {
      path: 'evenkeel',
      commands: [{ word: 'jobs', meaning: "what's there" }],
      options: everywhere,
      values: [url],
    },
    {
      path: 'evenkeel jobs',
      commands: [{ word: 'add', meaning: 'Add one' }],
      options: everywhere,
      values: [url],
    },
    {
      path: 'evenkeel jobs add',
      commands: [],
      options: [{ word: '-m', meaning: 'how' }, { word: '--mode', meaning: 'how' }, ...everywhere],
      values: [{ flags: ['-m', '--mode'], choices: ['full', 'incremental'] }, url],
    },
  ]);
});

const scriptFor = async (shell: string) => (await typeIn(['completion', shell], {})).out;

describe('bash', () => {
  /** What it offers behind these words; the last one is being typed. */
  async function offered(...words: readonly string[]): Promise<readonly string[]> {
    const script = `${await scriptFor('bash')}
COMP_WORDS=(evenkeel "$@"); COMP_CWORD=$#; _evenkeel; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' });
    return out.split('\n').filter((line) => line !== '');
  }

  it('completes commands, theirs, options and values', async () => {
    expect(await offered('')).toEqual(expect.arrayContaining(['jobs', 'keys', 'login', 'completion']));
    expect(await offered('ke')).toEqual(['keys']);
    expect(await offered('keys', '')).toEqual(['add', 'list', 'revoke', 'rotate']);
    expect(await offered('keys', 'add', 'ci', '--r')).toEqual(['--role']);
    expect(await offered('keys', 'add', 'ci', '--role', '')).toEqual([
      'viewer',
      'operator',
      'editor',
      'admin',
    ]);
    expect(await offered('--url', 'keys', 'jo')).toEqual(['jobs']);
    expect(await offered('--url', 'http://x', 'keys', 'add', '--u')).toEqual(['--url']);
    expect(await offered('no-such-command', 'ke')).toEqual(['keys']);
  });
});

/** How a shell says that it can read a script. */
const CHECKS = { bash: ['-n'], zsh: ['-n'], fish: ['--no-execute'] } as const;

describe.each(Object.entries(CHECKS))('%s', (shell, check) => {
  const isThere = spawnSync(shell, ['--version']).error === undefined;

  (isThere ? it : it.skip)('reads its script', async () => {
    const { status, stderr } = spawnSync(shell, [...check], {
      input: await scriptFor(shell),
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('has every command in its script', async () => {
    const script = await scriptFor(shell);
    for (const path of ['evenkeel jobs add', 'evenkeel keys revoke', 'evenkeel contexts use'])
      expect(script).toContain(`'${path}'`);
  });
});
