import type { ProposalOutcome } from '@evenkeel/domain';
import { Meter, type Counter } from '@evenkeel/ports';

/** What models are asked, and what becomes of that. */
export class ProposalMetrics {
  private readonly proposals: Counter;
  private readonly calls: Counter;
  private readonly tokens: Counter;

  constructor(meter: Meter) {
    this.proposals = meter.counter('model_proposals_total');
    this.calls = meter.counter('model_calls_total');
    this.tokens = meter.counter('model_tokens_total');
  }

  countOutcome(outcome: ProposalOutcome | 'stale'): void {
    this.proposals.add(1, { outcome });
  }

  countUse(use: { readonly calls: number; readonly tokens: number }): void {
    this.calls.add(use.calls);
    this.tokens.add(use.tokens);
  }
}
