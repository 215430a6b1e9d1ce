import type { ModelCheckView } from '@evenkeel/contracts-admin';
import { judgeFailedTrial, judgeTrial, SyncError, trialQuestion, type ModelCheck } from '@evenkeel/domain';
import { CredentialSafe, openModelKey } from '@evenkeel/operations';
import { Clock, ModelCaller, Store, type StoredModel } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';

/** Whether the model of a tenant would answer: it is asked one question about a person who is in no store. Its budget counts conflicts, and not this. */
export class CheckModelUseCase {
  constructor(
    private readonly store: Store,
    private readonly safe: CredentialSafe,
    private readonly models: ModelCaller,
    private readonly clock: Clock,
  ) {}

  /** Rejects with `request.not_found` where none is set. */
  async check({ tenantId }: Caller, _request: object, { signal }: Terms): Promise<ModelCheckView> {
    const model = await this.store.of(tenantId).transaction((tx) => tx.models.find());
    if (model === undefined)
      throw new SyncError('request.not_found', 'No model is set; `evenkeel models set` names one');
    const startedMs = this.clock.monotonicMs();
    const checked = await this.ask(model, signal);
    const tookMs = Math.round(this.clock.monotonicMs() - startedMs);
    return { name: model.name, baseUrl: model.baseUrl, tookMs, ...checked };
  }

  private async ask(model: StoredModel, signal: AbortSignal): Promise<ModelCheck> {
    const question = trialQuestion();
    try {
      const reply = await this.models.ask(
        { ...model, key: openModelKey(this.safe, model) },
        question,
        signal,
      );
      return judgeTrial(reply, question);
    } catch (error) {
      return judgeFailedTrial(error);
    }
  }
}
