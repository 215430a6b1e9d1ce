import { indexEntries, type Chunk, type PlanId, type PlanLookup } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import type { ApplyContext } from '../pages/apply-contexts.js';
import { followMode } from './follow.js';
import type { Mode } from './mode.js';
import { previewMode } from './preview.js';
import { writeMode } from './write.js';

/** Plans that are being carried out and whose entries this process holds. */
const MOST_HELD = 4;

/** The mode in which the pages of a chunk are applied. */
export class ChooseMode {
  private readonly lookups = new Map<PlanId, PlanLookup>();

  async of(tx: Transaction, { plan }: Chunk, { digest }: Pick<ApplyContext, 'digest'>): Promise<Mode> {
    switch (plan?.role) {
      case undefined:
        return writeMode;
      case 'make':
        return previewMode(plan);
      case 'follow':
        // What is one was approved; whatever else has changed is decided as in any run.
        if (plan.pairs === true) return writeMode;
        return followMode(plan, await this.lookupOf(tx, plan.planId), digest);
    }
  }

  private async lookupOf(tx: Transaction, planId: PlanId): Promise<PlanLookup> {
    const held = this.lookups.get(planId);
    if (held !== undefined) return held;
    const lookup = indexEntries(await tx.plans.entries(planId));
    const [oldest] = this.lookups.keys();
    if (this.lookups.size >= MOST_HELD && oldest !== undefined) this.lookups.delete(oldest);
    this.lookups.set(planId, lookup);
    return lookup;
  }
}
