import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inheritedEnvironment } from './env.js';
import { readText, root } from './projects.js';
import { fencedCommands } from './readme-commands.js';

const BLOCK_LIMIT_MS = 240_000;
const blocks = fencedCommands(readText('README.md')).filter(({ runs }) => runs);

describe('the commands of the README', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'evenkeel-readme-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it.each(blocks)(
    'work as printed: $commands',
    ({ commands }) => {
      const run = spawnSync('bash', ['-euo', 'pipefail', '-c', commands], {
        cwd: root,
        env: { ...inheritedEnvironment, EVENKEEL_DATA_DIR: scratch },
        encoding: 'utf8',
        timeout: BLOCK_LIMIT_MS,
      });
      expect({ exitCode: run.status, said: run.status === 0 ? '' : run.stdout + run.stderr }).toEqual({
        exitCode: 0,
        said: '',
      });
    },
    BLOCK_LIMIT_MS + 10_000,
  );
});
