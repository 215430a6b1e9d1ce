// What a container starts: `run.mjs PROCESS [ARGUMENT...]`. Every variable NAME_FILE that names a file becomes NAME with
// what is in it, so that no secret stands in a compose file or in `docker inspect`.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [name, ...args] = process.argv.slice(2);
const apps = fileURLToPath(new URL('../../apps/', import.meta.url));
const main = `${apps}${name}/dist/main.js`;
if (name === undefined || !existsSync(main)) {
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

process.argv = [process.argv[0], main, ...args];
await import(main);
