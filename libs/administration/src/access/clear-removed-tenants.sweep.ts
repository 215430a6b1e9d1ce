import type { ConnectionId } from '@evenkeel/domain';
import { attemptEach } from '@evenkeel/operations';
import { Logger, Store, Sweep, type RemovableTenant } from '@evenkeel/ports';
import { beginJobRemoval } from '../jobs/begin-job-removal.js';

/** Rows that one transaction deletes: it must not keep others waiting. */
const BATCH = 2_000;
/** Of one table in one round: other tenants have their turn, and a process that ends is not waited for. */
const MOST_BATCHES = 50;
/** What was under way when the removal began, in whatever process, is over by then. */
const QUIET_MINUTES = 10;

/**
 * Goes on with removals of tenants that any process has begun: connections and jobs are removed, as people would do it, which cancels
 * runs; once all is quiet the rows go, table by table, and the tenant last. Each step may be taken again.
 */
export class ClearRemovedTenants extends Sweep {
  readonly everyMs = 5_000;

  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {
    super();
  }

  async run(): Promise<void> {
    const removing = await this.store.system.read((tx) => tx.tenantRemovals.listRemoving());
    await attemptEach(removing, (tenant) => this.goOn(tenant));
  }

  private async goOn(tenant: RemovableTenant): Promise<void> {
    const { system } = this.store;
    const connections = await system.read((tx) => tx.tenantRemovals.listConnections(tenant.id));
    for (const connection of connections) await this.removeConnection(tenant, connection);
    if (!(await system.read((tx) => tx.tenantRemovals.isQuiet(tenant.id, QUIET_MINUTES)))) return;
    for (const table of await this.tables()) if (!(await this.eraseTable(tenant, table))) return;
    const { id, name, removedBy } = tenant;
    if (await system.transaction((tx) => tx.tenantRemovals.finish(id)))
      this.log.warn('tenant removed', { tenantId: id, name, actor: removedBy });
  }

  private tables(): Promise<readonly string[]> {
    return this.store.system.read(async (tx) => tx.tenantRemovals.tables());
  }

  /** Also where other jobs of it depend on these: those go as well. Their runs are cancelled by the sweep of removed jobs. */
  private removeConnection({ id: tenantId, removedBy }: RemovableTenant, id: ConnectionId): Promise<void> {
    const actor = removedBy ?? 'system';
    return this.store.of(tenantId).transaction(async (tx) => {
      // No job is added to it meanwhile.
      await tx.jobs.lockDependencies();
      for (const job of await tx.connectionRemovals.lockJobs(id))
        await beginJobRemoval(tx, job, { actor, detach: false });
      await tx.connectionRemovals.begin(id, actor);
    });
  }

  /** Whether nothing of the tenant is left in it that could be had. */
  private async eraseTable({ id }: RemovableTenant, table: string): Promise<boolean> {
    for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
      const erased = await this.store.system.transaction((tx) => tx.tenantRemovals.erase(id, table, BATCH));
      if (erased < BATCH) return true;
    }
    return false;
  }
}
