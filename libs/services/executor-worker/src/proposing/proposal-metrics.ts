import type { ProposalOutcome } from '@evenkeel/domain';
import { Meter, type Counter } from '@evenkeel/ports';

/** What models are asked, and what becomes of that. */
export class ProposalMetrics {
  private readonly proposals: Counter;
  private readonly calls: Counter;
  private readonly tokens: Counter;

  constructor(meter: Meter) {
    this.proposals = meter.counter({
      name: 'model_proposals_total',
      help: 'Conflicts about which a model was to be asked, by what became of it; stale: the conflict had changed meanwhile',
      labels: ['outcome'],
    });
    this.calls = meter.counter({ name: 'model_calls_total', help: 'Calls of models about conflicts' });
    this.tokens = meter.counter({
      name: 'model_tokens_total',
      help: 'Tokens of questions to models and their answers, estimated where the server does not tell them',
    });
  }

  countOutcome(outcome: ProposalOutcome | 'stale'): void {
    this.proposals.add(1, { outcome });
  }

  countUse(use: { readonly calls: number; readonly tokens: number }): void {
    this.calls.add(use.calls);
    this.tokens.add(use.tokens);
  }
}
