// What a container starts: `run.mjs PROCESS [ARGUMENT...]`; `admin/migrate` is what only migrates. Every variable
// NAME_FILE that names a file becomes NAME with what is in it, so that no secret stands in a compose file, in a manifest or
// in `docker inspect`.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [name, ...args] = process.argv.slice(2);
const apps = fileURLToPath(new URL('../../apps/', import.meta.url));
const [app, entry = 'main'] = (name ?? '').split('/');
const main = `${apps}${app}/dist/${entry}.js`;
if (app === '' || !existsSync(main)) {
  process.stderr.write(`Give one of these as the first argument: ${readdirSync(apps).join(', ')}\n`);
  process.exit(2);
}

for (const [variable, path] of Object.entries(process.env)) {
  if (!variable.endsWith('_FILE') || !path) continue;
  try {
    process.env[variable.slice(0, -'_FILE'.length)] = readFileSync(path, 'utf8').trim();
  } catch (error) {
    process.stderr.write(`${variable} names ${path}, which cannot be read: ${error.message}\n`);
    process.exit(2);
  }
}

// The first process of a container does not hear a signal that it has no listener for: told to stop while it loads, it
// would be waited for until it is killed.
const stop = () => process.exit(143);
const signals = ['SIGTERM', 'SIGINT'];
for (const signal of signals) process.on(signal, stop);
process.argv = [process.argv[0], main, ...args];
await import(main);
for (const signal of signals) if (process.listenerCount(signal) > 1) process.off(signal, stop);
