import type { QuotaUse } from './describe-quota.js';
import type { Quota, QuotaShare } from './quota.js';

/**
 * Milliseconds from one call to the next that use up a quota evenly: the declared one, and what the provider's headers said is
 * left until its limit starts afresh. 0 where neither limits the calls.
 */
export function callSpacingMs(
  quota: Quota | null,
  { rate, learnt }: Pick<QuotaUse, 'rate' | 'learnt'>,
  { share, nowMs }: { readonly share: QuotaShare; readonly nowMs: number },
): number {
  const calls = (quota?.rate?.calls ?? 0) - (share === 'bulk' ? (rate?.reserved ?? 0) : 0);
  const declaredMs = quota?.rate ? (quota.rate.perSeconds * 1_000) / Math.max(1, calls) : 0;
  const learntMs = learnt === null ? 0 : Math.max(0, learnt.resetMs - nowMs) / Math.max(1, learnt.remaining);
  return Math.max(declaredMs, learntMs);
}
