// `npm test`: installs what is missing, then hands over to the pinned Node. Plain JavaScript for any Node >= 18.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, finished, pinnedNode, toolEnvironment } from './install.mjs';

try {
  await ensureInstalled();
} catch (error) {
  process.stderr.write(`evenkeel: ${error.message}\n`);
  process.exit(1);
}
const everything = fileURLToPath(new URL('./test-everything.mjs', import.meta.url));
const run = spawn(pinnedNode(), [everything, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: toolEnvironment(),
});
// The run stops its broker itself; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (!process.stdin.isTTY) run.kill(signal);
  });
}
process.exit(await finished(run));
