import type { TenantId } from '@evenkeel/domain';
import { Store, Sweep } from '@evenkeel/ports';
import { AskAboutConflict } from './ask-about-conflict.js';

/** Of one tenant in one round. */
const AT_ONCE = 4;
const TENANTS_AT_ONCE = 8;
/** Longer than one question takes: a process that ended with it leaves it to another one. */
const LEASE_MS = 300_000;

/** Asks models about conflicts, whatever became of the runs that found them. */
export class AskModels extends Sweep {
  readonly everyMs = 2_000;

  constructor(
    private readonly store: Store,
    private readonly asking: AskAboutConflict,
  ) {
    super();
  }

  async run(): Promise<void> {
    const due = await this.store.system.read((tx) => tx.due.proposals(TENANTS_AT_ONCE));
    await all(due.map((tenantId) => this.ofTenant(tenantId)));
  }

  private async ofTenant(tenantId: TenantId): Promise<void> {
    const claimed = await this.store.of(tenantId).transaction((tx) => tx.proposals.claim(AT_ONCE, LEASE_MS));
    await all(claimed.map((each) => this.asking.ask(tenantId, each)));
  }
}

/** At the same time: a model is slow. Rejects once all have had their turn. */
async function all(work: readonly Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(work);
  const failures: unknown[] = ends.flatMap((end) =>
    end.status === 'rejected' ? [end.reason as unknown] : [],
  );
  if (failures.length > 0) throw new AggregateError(failures, 'Models could not be asked');
}
