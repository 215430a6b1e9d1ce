import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

const TABLES = ['record', 'external_reference'] as const;

/** Takes the rows that are there and copies them, index by index, into empty tables of the same shape. */
export class RawCopy {
  private constructor(
    private readonly client: Client,
    private readonly rows: ReadonlyMap<string, Buffer>,
    readonly records: number,
  ) {}

  static async of(url: string): Promise<RawCopy> {
    const client = new Client({ connectionString: url, options: '-c search_path=evenkeel' });
    await client.connect();
    const rows = new Map<string, Buffer>();
    for (const table of TABLES) {
      const chunks: Buffer[] = [];
      const collect = new Writable({
        write(chunk: Buffer, _, done) {
          chunks.push(chunk);
          done();
        },
      });
      await pipeline(client.query(copyTo(`copy ${table} to stdout`)), collect);
      rows.set(table, Buffer.concat(chunks));
    }
    const { rows: counted } = await client.query<{ count: number }>(
      'select count(*)::int as count from record',
    );
    return new RawCopy(client, rows, counted[0]?.count ?? 0);
  }

  /** Records a second, both tables and their indexes included, committed. */
  async rate(): Promise<number> {
    for (const table of TABLES) {
      await this.client.query(`drop table if exists copied_${table}`);
      await this.client.query(`create table copied_${table} (like ${table} including all)`);
    }
    const started = performance.now();
    await this.client.query('begin');
    for (const table of TABLES) {
      const stream = this.client.query(copyFrom(`copy copied_${table} from stdin`));
      await pipeline(Readable.from(slices(this.rows.get(table) ?? Buffer.alloc(0))), stream);
    }
    await this.client.query('commit');
    const seconds = (performance.now() - started) / 1000;
    for (const table of TABLES) await this.client.query(`drop table copied_${table}`);
    return this.records / seconds;
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

const SLICE_BYTES = 64 * 1024;

function* slices(whole: Buffer): Generator<Buffer> {
  for (let start = 0; start < whole.length; start += SLICE_BYTES)
    yield whole.subarray(start, start + SLICE_BYTES);
}
