import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, startPlainDatabase, type PlainDatabase } from '@evenkeel/adapter-postgres/testing';

/** As the Job of a release starts it. */
async function migrate(environment: Record<string, string>) {
  const start = join(__dirname, '../../../deploy/docker/run.mjs');
  const child = spawn(process.execPath, [start, 'admin/migrate'], { env: environment });
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

describe('the process that only migrates', () => {
  let database: PlainDatabase;
  let folder: string;
  const given = () => ({ DATABASE_URL_FILE: join(folder, 'url') });
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evenkeel-migrate-'));
    database = await startPlainDatabase('migrate');
    writeFileSync(given().DATABASE_URL_FILE, `${database.url}\n`);
  }, 90_000);
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes the schema while another of it does, ends, and finds nothing to do the next time', async () => {
    const both = await Promise.all([migrate(given()), migrate(given())]);
    const again = await migrate(given());
    for (const { code, said } of [...both, again])
      expect({ code, said }).toEqual({ code: 0, said: expect.stringContaining('the schema is up to date') });
    const [row] = await ask<{ readonly times: number }>(
      database.url,
      'select count(*)::int - count(distinct name)::int as times from evenkeel.schema_migration',
    );
    expect(row?.times).toBe(0);
  }, 60_000);

  it('says what it was not given, or what is away, and fails', async () => {
    expect(await migrate({})).toMatchObject({ code: 2, said: expect.stringContaining('DATABASE_URL') });
    const away = await migrate({ DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/none' });
    expect(away).toMatchObject({ code: 1, said: expect.stringContaining('system.database') });
  }, 30_000);
});
