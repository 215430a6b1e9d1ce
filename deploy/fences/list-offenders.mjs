// `npm run lint:listed`: writes eslint-suppressions.json anew, which names the files that exceed the numbers of style.mjs.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { finished, pinnedNode, root, toolEnvironment } from '../local/install.mjs';
import { style } from './style.mjs';

rmSync(join(root, 'eslint-suppressions.json'), { force: true });
const eslint = join(root, 'node_modules', 'eslint', 'bin', 'eslint.js');
const rules = Object.keys(style.rules).flatMap((rule) => ['--suppress-rule', rule]);
const run = spawn(pinnedNode(), [eslint, '.', '--max-warnings', '0', ...rules], {
  cwd: root,
  stdio: 'inherit',
  env: toolEnvironment(),
});
process.exit(await finished(run));
