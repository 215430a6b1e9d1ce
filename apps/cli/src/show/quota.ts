import type { QuotaUseView } from '@evenkeel/contracts-admin';
import { durationText } from './text.js';

/** A quota and its use, line by line: what is allowed, what is used, and what keeps calls back. */
export function describeQuota(use: QuotaUseView): readonly (readonly [string, string])[] {
  const { quota, rate, concurrency, learnt } = use;
  const lines: (readonly [string, string])[] = [];
  if (quota?.rate && rate) {
    const { calls, perSeconds } = quota.rate;
    const used = rate.counted.bulk + rate.counted.reserved;
    lines.push(['rate', `${used} of ${calls} calls in ${perSeconds} s${reservedText(rate.reserved)}`]);
  }
  if (quota?.concurrency && concurrency) {
    const used = concurrency.underWay.bulk + concurrency.underWay.reserved;
    const limit = `${used} of ${quota.concurrency} calls under way`;
    lines.push(['concurrency', `${limit}${reservedText(concurrency.reserved)}`]);
  }
  if (quota === null) lines.push(['quota', "none: only the provider's own answers limit calls"]);
  if (learnt !== null) {
    lines.push([
      'provider',
      `says ${learnt.remaining} of ${learnt.limit} calls are left until ${learnt.resetAt}`,
    ]);
  }
  lines.push(['last hour', lastHour(use.lastHour)]);
  lines.push(['calls', admission(use)]);
  return lines;
}

function reservedText(reserved: number): string {
  return reserved === 0 ? '' : `, ${reserved} kept for real-time and manual work`;
}

function lastHour({ calls, troubled, notModified }: QuotaUseView['lastHour']): string {
  if (calls === 0) return 'no calls';
  return `${calls} calls, ${troubled} answered with 429 or 5xx, ${notModified} with "not modified"`;
}

function admission({ closedForMs, closedFor, breaker: { state, untilProbeMs } }: QuotaUseView): string {
  if (closedForMs > 0)
    return `wait for ${seconds(closedForMs)}: ${closedFor?.message ?? 'the provider asked for it'}`;
  if (state === 'half_open') return 'wait for a probe that is under way: too many calls failed lately';
  if (state === 'open')
    return `wait: too many calls failed lately; a probe is made in ${seconds(untilProbeMs)}`;
  return 'are made';
}

/** Whole seconds; beyond a minute as a clock would tell it. */
function seconds(ms: number): string {
  const whole = Math.ceil(ms / 1000);
  return whole < 60 ? `${whole} s` : durationText(whole * 1000);
}
