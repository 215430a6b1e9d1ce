import type { ConcernList } from '@evenkeel/contracts-admin';
import { decideConcerns, type EngineOutlook } from '@evenkeel/domain';
import { Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';

/** What asks for a person, the most pressing first. */
export class ListConcerns {
  constructor(private readonly store: Store) {}

  async list({ tenantId }: Caller): Promise<ConcernList> {
    const engine = await this.engineFacts();
    const concerns = await this.store.of(tenantId).transaction(async (tx) => {
      return decideConcerns(engine, await tx.concerns.facts(), await tx.now());
    });
    return {
      items: concerns.map(({ since, ...concern }) => ({ ...concern, since: since?.toISOString() ?? null })),
    };
  }

  private async engineFacts(): Promise<EngineOutlook> {
    return this.store.system.transaction(async (tx) => {
      const control = await tx.engine.control();
      const outage = await tx.outages.open();
      const stuckMessages = await tx.engine.stuckMessages();
      return { control, busAwaySince: outage?.beganAt ?? null, stuckMessages };
    });
  }
}
