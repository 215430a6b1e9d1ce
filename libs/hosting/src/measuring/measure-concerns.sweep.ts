import type { Postgres } from '@evenkeel/adapter-postgres';
import {
  CONCERN_KINDS,
  concernsWithoutDatabase,
  decideConcerns,
  SyncError,
  type Concern,
  type DatabaseOutlook,
  type DatabaseSigns,
} from '@evenkeel/domain';
import { Sweep, type Clock, type Gauge, type Meter } from '@evenkeel/ports';

/** Looking at the size of every file takes longer the more there are. */
const SIZE_EVERY_MS = 60_000;

/** Shows what asks for a person and how the database fares, for all services: one of them looks, so that the others need not. */
export class MeasureConcerns extends Sweep {
  readonly everyMs = 5_000;
  private readonly concerns: Gauge;
  private readonly databaseUp: Gauge;
  private readonly connections: Gauge;
  private readonly mostConnections: Gauge;
  private readonly transactionSeconds: Gauge;
  private readonly unfrozen: Gauge;
  private readonly diskFree: Gauge;
  private readonly bytes: Gauge;
  private sizedMs = -Infinity;

  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    meter: Meter,
  ) {
    super();
    const gauge = (name: string, help: string, labels: readonly string[] = []) =>
      meter.gauge({ name, help, labels });
    this.concerns = gauge('concerns', 'What asks for a person, as `evenkeel status` lists it', ['kind']);
    this.databaseUp = gauge('database_up', 'Whether the database answers: 1 or 0');
    this.connections = gauge('database_connections', 'Connections in use of the nearest limit');
    this.mostConnections = gauge('database_connections_most', 'Connections that the nearest limit allows');
    this.transactionSeconds = gauge('database_oldest_transaction_seconds', 'Age of the oldest transaction');
    this.unfrozen = gauge('database_unfrozen_transactions', 'Transactions since the oldest row was frozen');
    this.diskFree = gauge('database_disk_free_bytes', 'Free where the embedded database keeps its data');
    this.bytes = gauge('database_bytes', 'Size of the database, looked at once a minute');
  }

  async run(): Promise<void> {
    const signs = await this.postgres.watch.signs();
    if (signs.disk !== null) this.diskFree.set(signs.disk.freeBytes);
    await this.ask(signs).catch(async (error: unknown) => {
      if (!(error instanceof SyncError) || error.code !== 'system.database') throw error;
      this.databaseUp.set(0);
      this.show(concernsWithoutDatabase(error.message, await this.postgres.watch.signs()));
      throw error;
    });
  }

  private async ask(signs: DatabaseSigns): Promise<void> {
    const { engine, facts, now } = await this.postgres.concernFacts();
    this.databaseUp.set(1);
    this.show(decideConcerns({ ...engine, signs }, facts, now));
    this.showDatabase(engine.database, now);
    if (this.clock.monotonicMs() - this.sizedMs < SIZE_EVERY_MS) return;
    this.sizedMs = this.clock.monotonicMs();
    this.bytes.set(await this.postgres.size());
  }

  private show(concerns: readonly Concern[]): void {
    for (const kind of CONCERN_KINDS) {
      this.concerns.set(concerns.filter((concern) => concern.kind === kind).length, { kind });
    }
  }

  private showDatabase({ connections, openTransactions, ...database }: DatabaseOutlook, now: Date): void {
    this.connections.set(connections.used);
    this.mostConnections.set(connections.most);
    const [oldest] = openTransactions;
    const ageMs = oldest === undefined ? 0 : now.getTime() - oldest.since.getTime();
    this.transactionSeconds.set(Math.max(0, ageMs) / 1000);
    this.unfrozen.set(database.unfrozenTransactions);
  }
}
