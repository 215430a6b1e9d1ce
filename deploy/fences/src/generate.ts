// `npm run generate`: writes what a test would otherwise find to differ from the code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { documents } from './documents.js';
import { root } from './projects.js';

async function generate(): Promise<void> {
  for (const { path, write } of documents) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), await write());
    console.log(path);
  }
}

void generate();
