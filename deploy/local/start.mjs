// `npm start`: install if needed, build, run the whole of Evenkeel in one process. Standard output belongs to that process.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, ensureInstalled, finished, pinnedNode, root, toolEnvironment } from './install.mjs';

try {
  await ensureInstalled({ development: false });
  process.stderr.write('evenkeel: building ...\n');
  // Whether the types fit is for those who change them: `npm test` looks.
  await build(['apps/standalone', 'apps/sandbox', 'apps/cli'], { checked: false });
} catch (error) {
  process.stderr.write(`evenkeel: ${error.message}\n`);
  process.exit(1);
}

const standalone = spawn(
  pinnedNode(),
  ['--enable-source-maps', join(root, 'apps/standalone/dist/main.js'), ...process.argv.slice(2)],
  { stdio: 'inherit', env: toolEnvironment() },
);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal gives Ctrl-C to the whole group: the child has it already, and twice may mean "at once" to it.
    if (signal === 'SIGINT' && process.stdin.isTTY)
      setTimeout(() => standalone.kill('SIGTERM'), 5_000).unref();
    else standalone.kill(signal);
  });
}
// npm passes a signal to the shell between us, which dies without passing it on: then we have a new parent.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  standalone.kill('SIGTERM');
}, 500);
watch.unref();

process.exit(await finished(standalone));
