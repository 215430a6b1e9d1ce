import { KeptAnswers, type KeptAnswer } from '@evenkeel/ports';

/** For specs of one process whose store is elsewhere: kept answers in memory, for as long as the spec lasts. */
export class RememberedAnswers extends KeptAnswers {
  readonly kept = new Map<string, KeptAnswer>();

  override find(connectionId: string, address: string): Promise<KeptAnswer | undefined> {
    return Promise.resolve(this.kept.get(`${connectionId} ${address}`));
  }

  override keep(connectionId: string, address: string, answer: KeptAnswer): Promise<void> {
    this.kept.set(`${connectionId} ${address}`, answer);
    return Promise.resolve();
  }

  override forgetOld(): Promise<void> {
    return Promise.resolve();
  }
}
