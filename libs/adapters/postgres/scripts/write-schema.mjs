// Writes docs/schema.sql from the migrations: `node libs/adapters/postgres/scripts/write-schema.mjs`, after a build.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPostgres, dumpSchema, EmbeddedPostgres } from '@evenkeel/adapter-postgres';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-schema-'));
const server = await EmbeddedPostgres.start({ dataDir: folder, fsync: false });
try {
  const postgres = createPostgres({ url: server.url });
  await postgres.migrate();
  await postgres.close();
  writeFileSync(join(import.meta.dirname, '../../../../docs/schema.sql'), await dumpSchema(server.url));
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
