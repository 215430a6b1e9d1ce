import type { JsonObject } from '@evenkeel/domain';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import { StoryClient } from './admin-client.js';
import { databaseFolder } from './database-folder.js';
import { endWithThisProcess } from './end-with-this-process.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { OsProcess } from './os-process.js';
import { journeyFolder } from './repository.js';
import { SandboxProvider } from './sandbox-provider.js';
import { StoreView } from './store-view.js';

interface Surroundings {
  readonly postgres: EmbeddedPostgres;
  readonly release: () => void;
  readonly folder: string;
}

type Tally = Readonly<Record<string, number>>;

/** An engine on a database of its own and a provider that takes writes, connected as `crm`; the engine is killed and comes back. */
export class TwoSides {
  private engine: OsProcess;

  private constructor(
    readonly url: string,
    readonly sandbox: SandboxProvider,
    readonly store: StoreView,
    private readonly surroundings: Surroundings,
  ) {
    this.engine = this.startEngine();
  }

  /** `records`: how many the provider has of its customers. */
  static async start(name: string, records: number): Promise<TwoSides> {
    const folder = journeyFolder(name);
    const postgres = await EmbeddedPostgres.start({ dataDir: databaseFolder() });
    const { release } = endWithThisProcess(postgres.pid, 'QUIT');
    const sandbox = await SandboxProvider.start({ records, latencyMs: 3, folder });
    const store = await StoreView.open(postgres.superuserUrl.replace(/\/postgres$/, '/evenkeel'));
    const url = `http://127.0.0.1:${await freePort()}`;
    const sides = new TwoSides(url, sandbox, store, { postgres, release, folder });
    await sides.untilUp();
    await sides.admin.addConnection({
      name: 'crm',
      connector: 'simulator',
      settings: { baseUrl: sandbox.url, writes: { keyLifetimeSeconds: null, lookUpSettlesMs: 200 } },
      credentials: {},
    });
    return sides;
  }

  get admin(): StoryClient {
    return new StoryClient(this.url);
  }

  async stop(): Promise<void> {
    const { postgres, release } = this.surroundings;
    await this.sandbox.stop();
    await this.engine.stop();
    await this.store.close();
    await postgres.stop();
    release();
    await rm(postgres.folder, { recursive: true, force: true });
  }

  /** `meanwhile`: what happens before it is back. */
  async kill9(meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> {
    await this.engine.kill9();
    await meanwhile();
    this.engine = this.startEngine();
    await this.untilUp();
  }

  /** Resolves once no write is in doubt, or answered and not applied. */
  async untilApplied(): Promise<void> {
    const isApplied = async () => (await this.count(`push_intent where state <> 'applied'`)) === 0;
    await eventually('every write is applied', isApplied, 60_000);
  }

  /** `from`: what follows these words in SQL. */
  async count(from: string): Promise<number> {
    const [row] = await this.store.rows<{ n: number }>(`select count(*)::int as n from ${from}`);
    return row!.n;
  }

  /** What the store has of its active persons and the provider of its customers: these fields, in one order. */
  async customers(fields: readonly string[]): Promise<readonly [here: JsonObject[], there: JsonObject[]]> {
    const rows = await this.store.rows<{ data: JsonObject }>(
      `select data from record where record_type = 'person' and inactive_at is null`,
    );
    const picked = (record: JsonObject) =>
      Object.fromEntries(fields.map((field) => [field, record[field] ?? null]));
    const inOrder = (records: readonly JsonObject[]) =>
      records.map(picked).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
    return [inOrder(rows.map(({ data }) => data)), inOrder([...(await this.sandbox.customers()).values()])];
  }

  /** How many writes of each kind the provider took, as `customers/update`. */
  async writes(): Promise<Tally> {
    return (await this.tallies()).writes;
  }

  /** What the provider was made to create more than once. */
  async createdTwice(): Promise<readonly string[]> {
    const { creates } = await this.tallies();
    return Object.keys(creates).filter((label) => creates[label]! > 1);
  }

  private async tallies() {
    return (await this.sandbox.stats()) as unknown as { readonly writes: Tally; readonly creates: Tally };
  }

  private startEngine(): OsProcess {
    const { postgres, folder } = this.surroundings;
    return new OsProcess({
      program: 'apps/standalone/dist/main.js',
      args: ['--no-demo', '--port', new URL(this.url).port, '--data-dir', join(folder, 'data')],
      env: { DATABASE_URL: postgres.url, LOG_LEVEL: 'warn' },
      logFile: join(folder, 'standalone.log'),
    });
  }

  private async untilUp(): Promise<void> {
    await this.engine.untilAnswers(`${this.url}/readyz`);
  }
}
