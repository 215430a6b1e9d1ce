import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DEFAULT_TENANT, type JsonObject } from '@evenkeel/domain';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** What a load left of the people who came. */
export interface LoadedPeople {
  /** References that became one with a stored one, and of these how many rightly. */
  readonly joined: number;
  readonly right: number;
  /** By cause. */
  readonly reviews: Readonly<Record<string, number>>;
}

interface SetKey {
  readonly connectionId: string;
  readonly recordType: string;
}

/** Puts people into the tables as a run would have left them, which would take hours for a million of them and several rules. */
export class StoredCrowd {
  private constructor(private readonly client: Client) {}

  static async open(databaseUrl: string): Promise<StoredCrowd> {
    const client = new Client({ connectionString: databaseUrl, options: '-c search_path=evenkeel' });
    await client.connect();
    await client.query('create table bench_person (truth int not null, data jsonb not null)');
    return new StoredCrowd(client);
  }

  close(): Promise<void> {
    return this.client.end();
  }

  async keep(people: Iterable<{ readonly truth: number; readonly data: JsonObject }>): Promise<void> {
    await pipeline(
      Readable.from(linesOf(people)),
      this.client.query(copyFrom('copy bench_person from stdin')),
    );
  }

  /** Everything that is kept, as records of this type that the connection brought. */
  async store({ connectionId, recordType }: SetKey): Promise<void> {
    await this.client.query(
      `with set as (
         insert into reference_set (tenant_id, connection_id, stream, record_type)
         values ($1, $2, 'people', $3) returning id),
       person as materialized (
         select nextval('record_id_seq') as id, truth, data from bench_person),
       records as (
         insert into record (id, tenant_id, record_type, data) select id, $1, $3, data from person)
       insert into external_reference (record_id, set_id, external_id, content_hash, observed_at)
       select p.id, s.id, 'p' || p.truth, md5(p.data::text)::uuid, engine_now() from person p cross join set s`,
      [DEFAULT_TENANT, connectionId, recordType],
    );
    await this.rest('record, external_reference');
  }

  /** As the server leaves tables by itself that were not written to for some minutes. */
  async rest(tables: string): Promise<void> {
    await this.client.query(`vacuum (analyze) ${tables}`);
  }

  async judge(recordType: string, store: string, load: string): Promise<LoadedPeople> {
    const { rows } = await this.client.query<{ joined: number; right: number }>(
      `select count(*)::int as joined, (count(*) filter (where i.external_id = s.external_id))::int as right
       from reference_set n join external_reference i on i.set_id = n.id
       join external_reference s on s.record_id = i.record_id
       join reference_set o on o.id = s.set_id
       where n.record_type = $1 and n.connection_id = $3 and o.record_type = $1 and o.connection_id = $2`,
      [recordType, store, load],
    );
    const { rows: reviews } = await this.client.query<{ cause: string; count: number }>(
      `select cause, count(*)::int as count from match_review where record_type = $1 and state = 'open' group by 1`,
      [recordType],
    );
    const { joined = 0, right = 0 } = rows[0] ?? {};
    return { joined, right, reviews: Object.fromEntries(reviews.map(({ cause, count }) => [cause, count])) };
  }
}

function* linesOf(
  people: Iterable<{ readonly truth: number; readonly data: JsonObject }>,
): Generator<string> {
  for (const { truth, data } of people) yield `${truth}\t${JSON.stringify(data).replaceAll('\\', '\\\\')}\n`;
}
