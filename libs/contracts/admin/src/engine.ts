import { CONTROL_STATES, EXECUTION_STATUSES } from '@evenkeel/domain';
import { z } from 'zod';
import { controlView } from './control.js';
import { timeView } from './json-object.js';

const count = z.int().min(0);

/** The whole installation at a glance. */
export const engineView = z
  .object({
    control: controlView,
    /** How long the process that answers has been up. */
    uptimeMs: count,
    /** How many executions there are of each status. */
    executions: z.record(z.enum(EXECUTION_STATUSES), count),
    /** Of the latest executions that completed; null before the first. */
    averageDurationMs: count.nullable(),
    activeJobs: count,
    queuedExecutions: count,
    /** Requests for runs that are not answered yet. */
    waitingTriggers: count,
    /** Executions that exhausted their retries and wait for a person. */
    deadExecutions: count,
    lastSyncAt: timeView.nullable(),
    stuckMessages: count,
    /** Since when the bus takes no messages; null while it does. */
    busAwaySince: timeView.nullable(),
    /** Connections that are held, need attention, or whose breaker is open. */
    heldConnections: z.array(
      z.object({
        name: z.string(),
        control: z.enum(CONTROL_STATES),
        needsAttention: z.boolean(),
        breakerOpen: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Engine' });
export type EngineView = z.output<typeof engineView>;
