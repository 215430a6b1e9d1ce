// Writes the generated parts of docs/growth.md: `node libs/adapters/postgres/scripts/write-growth.mjs`, after a build.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withGrowthRules } from '@evenkeel/adapter-postgres';

const page = join(import.meta.dirname, '../../../../docs/growth.md');
writeFileSync(page, withGrowthRules(readFileSync(page, 'utf8')));
