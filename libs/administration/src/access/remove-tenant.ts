import type { RequestOf, TenantRemovalView } from '@evenkeel/contracts-admin';
import { DEFAULT_TENANT, SyncError } from '@evenkeel/domain';
import { Logger, Store, type RemovableTenant, type TableRows } from '@evenkeel/ports';
import type { Caller } from '../caller.js';

/** The removal of a tenant, for callers of the first one: planned, and then begun. A sweep sees it to its end. */
export class RemoveTenantUseCase {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  /** What would go. Rejects with `request.not_found`. */
  async plan(
    _caller: Caller,
    { tenant: reference }: RequestOf<'planTenantRemoval'>,
  ): Promise<TenantRemovalView> {
    const tenant = await this.find(reference);
    const tables = await this.store.system.read((tx) => tx.tenantRemovals.plan(tenant.id));
    return viewRemoval(tenant, tables);
  }

  /** Rejects with `request.not_found`, and with `request.wrong_state` for the first tenant, and where its name is not the one that was confirmed. */
  async begin(
    { actor }: Caller,
    { tenant: reference, confirm }: RequestOf<'removeTenant'>,
  ): Promise<TenantRemovalView> {
    const found = await this.find(reference);
    assertRemovable(found, confirm);
    const { system } = this.store;
    const tables = await system.read((tx) => tx.tenantRemovals.plan(found.id));
    const tenant = await system.transaction((tx) => tx.tenantRemovals.begin(found.id, actor));
    this.log.warn('tenant is being removed', { tenantId: found.id, name: found.name, actor });
    return viewRemoval(tenant ?? found, tables);
  }

  private async find(reference: string): Promise<RemovableTenant> {
    const tenant = await this.store.system.read((tx) => tx.tenantRemovals.find(reference));
    if (tenant !== undefined) return tenant;
    throw new SyncError('request.not_found', `There is no tenant "${reference}"`);
  }
}

function assertRemovable({ id, name }: RemovableTenant, confirm: string): void {
  if (id === DEFAULT_TENANT)
    throw new SyncError(
      'request.wrong_state',
      `${name} is the first tenant: its admins administer the installation, and it stays`,
    );
  if (confirm !== name)
    throw new SyncError(
      'request.wrong_state',
      `The tenant is called ${name}, and "${confirm}" was confirmed`,
    );
}

function viewRemoval(
  { id, name, removedAt }: RemovableTenant,
  tables: readonly TableRows[],
): TenantRemovalView {
  return { id, name, removedAt: removedAt?.toISOString() ?? null, tables: [...tables] };
}
