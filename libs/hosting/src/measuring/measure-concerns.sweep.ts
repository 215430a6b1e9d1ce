import type { Postgres } from '@evenkeel/adapter-postgres';
import {
  CONCERN_KINDS,
  concernsWithoutDatabase,
  decideConcerns,
  SyncError,
  type Concern,
  type DatabaseOutlook,
  type DatabaseSigns,
  type StorageOutlook,
} from '@evenkeel/domain';
import { Sweep, type Clock, type Gauge, type Meter } from '@evenkeel/ports';

/** Looking at the size of every file takes longer the more there are. */
const SIZE_EVERY_MS = 60_000;
/** Tables that grow with records and runs. */
const LARGE_TABLES: ReadonlySet<string> = new Set([
  ...['record', 'external_reference', 'record_change', 'record_link', 'match_key', 'projection'],
  ...['reference_base', 'execution', 'chunk', 'page_result', 'outcome', 'inventory_page', 'execution_error'],
  ...['failure', 'push_intent', 'local_change', 'plan_change', 'trigger', 'webhook_delivery'],
  ...['lifecycle_event', 'event_sequence', 'audit_change', 'page_spill'],
]);

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
  private readonly tableBytes: Gauge;
  private readonly tableDeadRows: Gauge;
  private sizedMs = -Infinity;

  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
    meter: Meter,
  ) {
    super();
    this.concerns = meter.gauge('concerns');
    this.databaseUp = meter.gauge('database_up');
    this.connections = meter.gauge('database_connections');
    this.mostConnections = meter.gauge('database_connections_most');
    this.transactionSeconds = meter.gauge('database_oldest_transaction_seconds');
    this.unfrozen = meter.gauge('database_unfrozen_transactions');
    this.diskFree = meter.gauge('database_disk_free_bytes');
    this.bytes = meter.gauge('database_bytes');
    this.tableBytes = meter.gauge('database_table_bytes');
    this.tableDeadRows = meter.gauge('database_table_dead_rows');
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
    this.showTables(engine.storage);
    if (this.clock.monotonicMs() - this.sizedMs < SIZE_EVERY_MS) return;
    this.sizedMs = this.clock.monotonicMs();
    this.bytes.set(await this.postgres.size());
  }

  private show(concerns: readonly Concern[]): void {
    for (const kind of CONCERN_KINDS) {
      this.concerns.set(concerns.filter((concern) => concern.kind === kind).length, { kind });
    }
  }

  /** Those that can become large: which they are does not change, so that none is shown with what it had when it was among them. */
  private showTables({ tables }: StorageOutlook): void {
    for (const { table, bytes, deadRows } of tables.filter((each) => LARGE_TABLES.has(each.table))) {
      this.tableBytes.set(bytes, { table });
      this.tableDeadRows.set(deadRows, { table });
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
