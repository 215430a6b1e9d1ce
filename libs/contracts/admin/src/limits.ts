import { BREAKER_STATES, DEFAULT_RESERVED_SHARE, DEFAULT_RETRY_POLICY } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';
import { problemView } from './problem.js';

const rate = z.strictObject({ calls: z.int().min(1).max(1_000_000), perSeconds: z.int().min(1).max(86_400) });

/** What a provider allows one credential: so many calls in any stretch of so many seconds, so many at one time. */
export const quotaSchema = z
  .strictObject({
    rate: rate.nullable().default(null),
    concurrency: z.int().min(1).max(10_000).nullable().default(null),
    /** Share of both that bulk work leaves to real-time and manual work. */
    reservedShare: z.number().min(0).max(0.9).default(DEFAULT_RESERVED_SHARE),
  })
  .refine(({ rate: calls, concurrency }) => calls !== null || concurrency !== null, {
    error: 'give a rate, a concurrency or both',
  })
  .meta({ id: 'Quota' });

/** How failed calls are tried again: attempts in all, and the waits between them. */
export const retrySchema = z
  .strictObject({
    maxAttempts: z.int().min(1).max(10).default(DEFAULT_RETRY_POLICY.maxAttempts),
    initialMs: z.int().min(1).max(600_000).default(DEFAULT_RETRY_POLICY.initialMs),
    multiplier: z.number().min(1).max(10).default(DEFAULT_RETRY_POLICY.multiplier),
    capMs: z.int().min(1).max(600_000).default(DEFAULT_RETRY_POLICY.capMs),
    jitter: z.number().min(0).max(1).default(DEFAULT_RETRY_POLICY.jitter),
    /** Retries for each call that is none (0.1 if left out): what fails beyond that is left to the retries of the run. */
    retryShare: z.number().min(0).max(1).optional(),
  })
  .meta({ id: 'RetryPolicy' });

const callsByShare = z.object({ bulk: z.int(), reserved: z.int() });

/** How much of its quota a connection uses at this moment, and whether it is called at all. */
export const quotaUseView = z
  .object({
    quota: quotaSchema.nullable(),
    /** Granted calls that count for the window, by share, and how many of the limit bulk work cannot use. */
    rate: z.object({ counted: callsByShare, reserved: z.int() }).nullable(),
    concurrency: z.object({ underWay: callsByShare, reserved: z.int() }).nullable(),
    /** How long no process calls because the provider asked for it; 0: open. */
    closedForMs: z.int(),
    /** What it said with that; null: its headers told that a limit is used up, or it is open. */
    closedFor: problemView.nullable(),
    /** What the provider's headers said last; null where they say nothing. */
    learnt: z.object({ limit: z.int(), remaining: z.int(), resetAt: timeView }).nullable(),
    /** Calls of all processes: how many met with 429 or 5xx, and how many found that nothing had changed. */
    lastHour: z.object({ calls: z.int(), troubled: z.int(), notModified: z.int() }),
    breaker: z.object({ state: z.enum(BREAKER_STATES), untilProbeMs: z.int() }),
  })
  .meta({ id: 'QuotaUse' });
export type QuotaUseView = z.output<typeof quotaUseView>;
