import { BREAKER_STATES, DEFAULT_RESERVED_SHARE, DEFAULT_RETRY_POLICY } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { timeView } from './json-object.js';
import { problemView } from './problem.js';

const rate = z
  .strictObject({
    calls: z.int().min(1).max(1_000_000).describe('How many calls are allowed in that time.'),
    perSeconds: z.int().min(1).max(86_400).describe('Length of the window in seconds; any window counts.'),
  })
  .meta({ id: 'CallRate', description: 'So many calls in any stretch of so many seconds.' });

export const quotaSchema = z
  .strictObject({
    rate: rate.nullable().describe('Calls in a stretch of time; null: no such limit.').default(null),
    concurrency: z
      .int()
      .min(1)
      .max(10_000)
      .nullable()
      .describe('Calls at one time; null: no such limit.')
      .default(null),
    reservedShare: z
      .number()
      .min(0)
      .max(0.9)
      .describe('Share of both (0-0.9) that bulk work leaves to real-time and manual work.')
      .default(DEFAULT_RESERVED_SHARE),
  })
  .refine(({ rate: calls, concurrency }) => calls !== null || concurrency !== null, {
    error: 'give a rate, a concurrency or both',
  })
  .meta({
    id: 'Quota',
    description: 'What a provider allows one credential. A rate, a concurrency or both must be given.',
  });

export const retrySchema = z
  .strictObject({
    maxAttempts: z
      .int()
      .min(1)
      .max(10)
      .describe('How often a call is made in all.')
      .default(DEFAULT_RETRY_POLICY.maxAttempts),
    initialMs: z
      .int()
      .min(1)
      .max(600_000)
      .describe('Wait before the second attempt, in milliseconds.')
      .default(DEFAULT_RETRY_POLICY.initialMs),
    multiplier: z
      .number()
      .min(1)
      .max(10)
      .describe('By how much each wait is longer than the one before.')
      .default(DEFAULT_RETRY_POLICY.multiplier),
    capMs: z
      .int()
      .min(1)
      .max(600_000)
      .describe('Longest wait, in milliseconds.')
      .default(DEFAULT_RETRY_POLICY.capMs),
    jitter: z
      .number()
      .min(0)
      .max(1)
      .describe('Share of a wait (0-1) that is random, so that callers do not come back all at once.')
      .default(DEFAULT_RETRY_POLICY.jitter),
    retryShare: z
      .number()
      .min(0)
      .max(1)
      .describe(
        'Retries for each call that is none (0-1; 0.1 if left out): what fails beyond that is left to the retries of the run.',
      )
      .optional(),
  })
  .meta({ id: 'RetryPolicy', description: 'How failed calls are tried again.' });

const callsByShare = z
  .object({
    bulk: count.describe('Calls of bulk work.'),
    reserved: count.describe('Calls of real-time and manual work.'),
  })
  .meta({ id: 'CallsByShare', description: 'Calls by what they are for.' });

const rateUse = z
  .object({
    counted: callsByShare.describe('Granted calls that count for the window.'),
    reserved: count.describe('How many of the limit bulk work cannot use.'),
  })
  .meta({ id: 'RateUse', description: 'How much of the rate is used.' });

const concurrencyUse = z
  .object({
    underWay: callsByShare.describe('Calls that are under way.'),
    reserved: count.describe('How many of the limit bulk work cannot use.'),
  })
  .meta({ id: 'ConcurrencyUse', description: 'How much of the concurrency is used.' });

const learntLimit = z
  .object({
    limit: z.int().describe('Calls that the provider allows.'),
    remaining: count.describe('Calls that are left until the reset.'),
    resetAt: timeView.describe('When they count anew.'),
  })
  .meta({ id: 'LearntLimit', description: "What the provider's headers said last." });

const callTally = z
  .object({
    calls: count.describe('All calls.'),
    troubled: count.describe('Those that met with 429 or 5xx.'),
    notModified: count.describe('Those that found that nothing had changed.'),
  })
  .meta({ id: 'CallTally', description: 'Calls of all processes.' });

const breakerView = z
  .object({
    state: z
      .enum(BREAKER_STATES)
      .describe('`open`: nothing is called. `half_open`: one call probes the provider.'),
    untilProbeMs: count.describe('Milliseconds until the provider is probed; 0 while calls go on.'),
  })
  .meta({ id: 'Breaker', description: 'Whether calls are stopped because too many failed lately.' });

export const quotaUseView = z
  .object({
    quota: quotaSchema.nullable().describe('What the provider allows; null: nothing is said.'),
    rate: rateUse.nullable().describe('Use of the rate; null where there is none.'),
    concurrency: concurrencyUse.nullable().describe('Use of the concurrency; null where there is none.'),
    closedForMs: count.describe(
      'Milliseconds for which no process calls because the provider asked for it; 0: open.',
    ),
    closedFor: problemView
      .nullable()
      .describe('What it said with that; null: its headers told that a limit is used up, or calls are open.'),
    learnt: learntLimit
      .nullable()
      .describe("What the provider's headers said last; null where they say nothing."),
    lastHour: callTally.describe('Calls of the last hour.'),
    breaker: breakerView.describe('Whether calls are stopped because too many failed lately.'),
  })
  .meta({
    id: 'QuotaUse',
    description: 'How much of its quota a connection uses at this moment, and whether it is called at all.',
  });
export type QuotaUseView = z.output<typeof quotaUseView>;
