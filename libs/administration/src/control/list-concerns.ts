import type { ConcernList } from '@evenkeel/contracts-admin';
import { decideConcerns } from '@evenkeel/domain';
import { Store } from '@evenkeel/ports';
import type { Caller } from '../caller.js';

/** What asks for a person, the most pressing first. */
export class ListConcerns {
  constructor(private readonly store: Store) {}

  async list({ tenantId }: Caller): Promise<ConcernList> {
    const engine = await this.store.system.transaction((tx) => tx.engine.outlook());
    const concerns = await this.store.of(tenantId).transaction(async (tx) => {
      return decideConcerns(engine, await tx.concerns.facts(), await tx.now());
    });
    return {
      items: concerns.map(({ since, ...concern }) => ({ ...concern, since: since?.toISOString() ?? null })),
    };
  }
}
