import type { JsonObject } from '@evenkeel/domain';
import type { StoryClient } from './admin-client.js';
import { MortalEngine } from './mortal-engine.js';
import { countOf, untilApplied } from './pushes-of.js';
import { SandboxProvider } from './sandbox-provider.js';
import type { StoreView } from './store-view.js';

type Tally = Readonly<Record<string, number>>;

/** An engine on a database of its own and a provider that takes writes, connected as `crm`; the engine is killed and comes back. */
export class TwoSides {
  private constructor(
    readonly sandbox: SandboxProvider,
    private readonly engine: MortalEngine,
  ) {}

  /** `records`: how many the provider has of its customers. */
  static async start(name: string, records: number): Promise<TwoSides> {
    const engine = await MortalEngine.start(name);
    const sandbox = await SandboxProvider.start({ records, latencyMs: 3, folder: engine.folder });
    const sides = new TwoSides(sandbox, engine);
    await sides.admin.addConnection({
      name: 'crm',
      connector: 'simulator',
      settings: { baseUrl: sandbox.url, writes: { keyLifetimeSeconds: null, lookUpSettlesMs: 200 } },
      credentials: {},
    });
    return sides;
  }

  get admin(): StoryClient {
    return this.engine.admin;
  }

  get url(): string {
    return this.engine.url;
  }

  get store(): StoreView {
    return this.engine.store;
  }

  /** As with psql: one statement about those of a type that it names, with whatever commit it has. */
  edit(where: string, change: JsonObject, type = 'person'): Promise<unknown> {
    return this.store.rows(
      `update record set data = data || '${JSON.stringify(change)}' where record_type = '${type}' and ${where}`,
    );
  }

  async stop(): Promise<void> {
    await this.sandbox.stop();
    await this.engine.stop();
  }

  /** `meanwhile`: what happens before it is back. */
  kill9(meanwhile?: () => Promise<unknown>): Promise<void> {
    return this.engine.kill9(meanwhile);
  }

  /** Resolves once no write is in doubt, or answered and not applied. */
  untilApplied(): Promise<void> {
    return untilApplied(this.store);
  }

  /** `from`: what follows these words in SQL. */
  count(from: string): Promise<number> {
    return countOf(this.store, from);
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
}
