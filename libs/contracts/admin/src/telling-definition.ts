import { JOB_DEFAULTS, RECORD_EVENTS } from '@evenkeel/domain';
import { z } from 'zod';

/** What others are told of a job, beyond what becomes of its runs. */
export const tellingDefinition = {
  freshnessTargetMinutes: z
    .int()
    .min(1)
    .max(525_600)
    .nullable()
    .describe(
      'Minutes that its last success may be ago before people are told that it is stale; null: that does not matter.',
    )
    .default(JOB_DEFAULTS.freshnessTargetMinutes),
  recordEvents: z
    .enum(RECORD_EVENTS)
    .describe(
      'Whether an event tells of each record that is created, updated or inactivated: `off`: it does not. `fields`: with its id, its version and the names of changed fields, never with values. `values`: with what changed fields were and are as well, but for sensitive fields and for what is beyond 8 kB.',
    )
    .default(JOB_DEFAULTS.recordEvents),
} as const;
