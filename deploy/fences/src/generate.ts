// `npm run generate`: writes what a test would otherwise find to differ from the code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { documents } from './documents.js';
import { root } from './projects.js';

for (const { path, write } of documents) {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  writeFileSync(join(root, path), write());
  console.log(path);
}
