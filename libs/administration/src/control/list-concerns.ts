import type { ConcernList } from '@evenkeel/contracts-admin';
import { concernsWithoutDatabase, decideConcerns, SyncError, type Concern } from '@evenkeel/domain';
import { DatabaseWatch, Store, Timers } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { answerWithin } from '../status/answer-within.js';

/** What asks for a person, the most pressing first: also where the database cannot be asked, for that asks most of all. */
export class ListConcerns {
  constructor(
    private readonly store: Store,
    private readonly watch: DatabaseWatch,
    private readonly timers: Timers,
  ) {}

  async list(caller: Caller): Promise<ConcernList> {
    const asked = answerWithin(this.timers, () => this.concernsOf(caller));
    const concerns = await asked.catch((error: unknown) => this.withoutDatabase(error));
    return {
      items: concerns.map(({ since, ...concern }) => ({ ...concern, since: since?.toISOString() ?? null })),
    };
  }

  private async concernsOf({ tenantId }: Caller): Promise<readonly Concern[]> {
    const engine = await this.store.system.transaction((tx) => tx.engine.outlook());
    const signs = await this.watch.signs();
    return this.store.of(tenantId).transaction(async (tx) => {
      return decideConcerns({ ...engine, signs }, await tx.concerns.facts(), await tx.now());
    });
  }

  private async withoutDatabase(error: unknown): Promise<readonly Concern[]> {
    if (!(error instanceof SyncError) || error.code !== 'system.database') throw error;
    return concernsWithoutDatabase(error.message, await this.watch.signs());
  }
}
