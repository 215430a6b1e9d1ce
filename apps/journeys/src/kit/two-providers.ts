import type { JsonObject } from '@evenkeel/domain';
import { Client } from 'pg';
import { typeCommand } from './command-line.js';
import { journeyFolder } from './repository.js';
import { SandboxProvider } from './sandbox-provider.js';
import { startStandalone, type StandaloneUnderTest } from './standalone.js';

type Tally = Readonly<Record<string, number>>;

const WRITES = { keyLifetimeSeconds: null, lookUpSettlesMs: 200 };

/** An engine with two providers that take writes, connected as `a` and `b`; how often each is written to is counted there. */
export class TwoProviders {
  private constructor(
    readonly engine: StandaloneUnderTest,
    readonly a: SandboxProvider,
    readonly b: SandboxProvider,
  ) {}

  /** `records`: how many customers `a` has; `b` has none. */
  static async start(name: string, records: number, isForeign: boolean): Promise<TwoProviders> {
    const folder = journeyFolder(name);
    const engine = await startStandalone(folder, { isForeign });
    const [a, b] = await Promise.all([
      SandboxProvider.start({ records, folder }),
      SandboxProvider.start({ records: 0, folder }),
    ]);
    for (const [connection, { url }] of [
      ['a', a],
      ['b', b],
    ] as const)
      await engine.admin.addConnection({
        name: connection,
        connector: 'simulator',
        settings: { baseUrl: url, writes: WRITES },
        credentials: {},
      });
    return new TwoProviders(engine, a, b);
  }

  async stop(): Promise<void> {
    await this.a.stop();
    await this.b.stop();
    await this.engine.stop();
  }

  /** One statement as `psql` says it: by the owner of the tables, or through a view. */
  async sql(by: 'tables' | 'views', text: string): Promise<void> {
    const options = by === 'tables' ? '-c search_path=evenkeel' : '';
    const client = new Client({ connectionString: this.engine.editing[by], options });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }

  /** Rejects where the command fails; gives what it printed. */
  async type(...given: readonly string[]): Promise<string> {
    const { code, out, err } = await typeCommand(this.engine.url, given);
    if (code !== 0) throw new Error(`${given.join(' ')}: ${out} ${err}`);
    return out;
  }

  /** Runs jobs one after the other, each of which has to end well. */
  async run(...jobs: readonly string[]): Promise<void> {
    for (const job of jobs) {
      const { status, receipt, reason } = await this.engine.admin.runToEnd(job);
      if (status !== 'completed' || receipt?.balanced !== true)
        throw new Error(`${job} is ${status}: ${reason?.message ?? JSON.stringify(receipt)}`);
    }
  }

  async forgetCalls(): Promise<void> {
    for (const provider of [this.a, this.b]) await provider.control({ resetStats: true });
  }

  /** How many writes of each kind each provider took since they were forgotten. */
  async writes(): Promise<{ readonly a: Tally; readonly b: Tally }> {
    const of = async (provider: SandboxProvider) =>
      ((await provider.stats()) as unknown as { readonly writes: Tally }).writes;
    return { a: await of(this.a), b: await of(this.b) };
  }

  /** The record of ours that is known to `a` by this id. */
  async recordOf(type: string, externalId: string): Promise<string> {
    const [row] = await this.engine.store.rows<{ id: string }>(
      `select r.id::text as id from record r join external_reference e on e.record_id = r.id join reference_set s on s.id = e.set_id
       join connection c on c.id = s.connection_id and c.name = 'a'
       where r.record_type = $1 and e.external_id = $2`,
      [type, externalId],
    );
    return row!.id;
  }

  /** What `b` has of a record of ours. */
  async atB(stream: 'customers' | 'devices', record: string): Promise<JsonObject> {
    const rows = await this.engine.store.rows<{ id: string }>(
      `select e.external_id as id from external_reference e join reference_set s on s.id = e.set_id
       join connection c on c.id = s.connection_id and c.name = 'b' where e.record_id = $1::bigint and e.inactive_at is null`,
      [record],
    );
    if (rows.length !== 1) throw new Error(`Record ${record} is at b ${rows.length} times`);
    return this.b.record(stream, rows[0]!.id);
  }
}
