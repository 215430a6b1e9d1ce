import { describeProblem, isRecoverable, SyncError, type TenantId } from '@evenkeel/domain';
import { CredentialSafe, openModelKey, RecordChecks } from '@evenkeel/operations';
import { Ids, ModelCaller, Store, type ClaimedProposal } from '@evenkeel/ports';
import { keepAnswer, type AskedOnce } from './keep-answer.js';
import { prepareQuestion, type PreparedQuestion } from './prepare-question.js';
import { ProposalMetrics } from './proposal-metrics.js';

/** For all calls of one question; a claim lasts longer. */
const PATIENCE_MS = 240_000;

/** Asks a model about one conflict. It is asked between two transactions, so that nothing is locked while it thinks. */
export class AskAboutConflict {
  private readonly checks = new RecordChecks();

  constructor(
    private readonly store: Store,
    private readonly caller: ModelCaller,
    private readonly keys: CredentialSafe,
    private readonly ids: Ids,
    private readonly metrics: ProposalMetrics,
  ) {}

  async ask(tenantId: TenantId, claimed: ClaimedProposal): Promise<void> {
    const tenant = this.store.of(tenantId);
    const preparation = await tenant.transaction((tx) => prepareQuestion(tx, claimed, () => this.ids.next()));
    if (preparation.kind === 'ended') {
      this.metrics.countOutcome(preparation.outcome);
      return;
    }
    const { prepared } = preparation;
    const asked = await this.call(prepared);
    this.metrics.countUse(asked);
    const outcome = await tenant.transaction((tx) =>
      keepAnswer(tx, prepared, asked, (type) => this.checks.of(type)?.check),
    );
    this.metrics.countOutcome(outcome);
  }

  private async call({ model, question, tokens }: PreparedQuestion): Promise<AskedOnce> {
    try {
      const called = { ...model, key: openModelKey(this.keys, model) };
      const reply = await this.caller.ask(called, question, AbortSignal.timeout(PATIENCE_MS));
      const use = { calls: reply.calls, tokens: reply.tokens ?? tokens };
      if (reply.kind === 'text') return { ...use, came: { kind: 'text', text: reply.text } };
      return {
        ...use,
        came: { kind: 'failed', cause: `The model gave no answer: ${reply.cause}`, isPassing: true },
      };
    } catch (error) {
      return failedAs(error, tokens);
    }
  }
}

/** What a server refused took no tokens; what it never answered may have. */
function failedAs(error: unknown, reserved: number): AskedOnce {
  const { errorClass, message } = describeProblem(error);
  const { status, waitMs } = error instanceof SyncError ? error : {};
  const isPassing = isRecoverable(errorClass) || errorClass === 'rate_limit';
  const came = { kind: 'failed', cause: message, isPassing, waitMs } as const;
  return { calls: 1, tokens: status === undefined || status < 400 ? reserved : 0, came };
}
