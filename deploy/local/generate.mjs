// `npm run generate`: writes docs/ from the code. Needs a build, so it makes one.
import { build, ensureInstalled, root } from './install.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

await ensureInstalled();
await build(['deploy/fences']);
await import(pathToFileURL(join(root, 'deploy/fences/dist/generate.js')).href);
