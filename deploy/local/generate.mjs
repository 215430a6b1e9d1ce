// `npm run generate`: writes what tests compare with the code: docs/*.md, docs/openapi.json, docs/schema.sql, and how projects
// refer to each other.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, ensureInstalled, finished, pinnedNode, root, toolEnvironment } from './install.mjs';
import { wireProjects } from './wire-projects.mjs';

await ensureInstalled();
for (const path of await wireProjects()) console.log(path);
await build(['deploy/fences', 'libs/adapters/postgres']);
for (const writer of [
  'deploy/fences/dist/generate.js',
  'libs/adapters/postgres/scripts/write-schema.mjs',
  'libs/adapters/postgres/scripts/write-growth.mjs',
]) {
  const code = await finished(
    spawn(pinnedNode(), [join(root, writer)], { cwd: root, stdio: 'inherit', env: toolEnvironment() }),
  );
  if (code !== 0) process.exit(code);
}
