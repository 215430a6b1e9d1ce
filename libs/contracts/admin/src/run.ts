import { ADMISSION_WAITS, JOB_MODES, TRIGGER_KINDS, TRIGGER_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';

/**
 * Wants one run of a job. With `externalIds` only these records are read. Sent twice with the same `Idempotency-Key`
 * it is one run.
 */
export const requestRun = z
  .strictObject({
    mode: z.enum(JOB_MODES).optional(),
    externalIds: z.array(z.string().min(1).max(1000)).min(1).max(1000).optional(),
    /** Exactly this plan is carried out; what has moved since goes into a plan of its own. */
    planId: z.uuid().optional(),
    /** A backfill: only what changed in this time (ISO 8601 with a zone). It says nothing of how far the job has read. */
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ mode, externalIds, planId, from, to }) => {
    const kinds = [mode, externalIds, planId, from ?? to];
    return kinds.filter((kind) => kind !== undefined).length <= 1;
  }, 'mode, externalIds, planId and from/to exclude each other')
  // Nothing has to be said, so no body need be sent.
  .prefault({})
  .meta({ id: 'RequestRun' });
export type RunRequest = z.input<typeof requestRun>;

/** Wants a plan of a run, and nothing written. */
export const requestPreview = z
  .strictObject({ mode: z.enum(JOB_MODES).optional() })
  .prefault({})
  .meta({ id: 'RequestPreview' });

export const idempotencyKey = z.string().min(1).max(255);

/** A request for a run and what became of it. `executionId` is null until the reconciler has answered it. */
export const triggerView = z
  .object({
    id: z.uuid(),
    jobId: z.uuid(),
    kind: z.enum(TRIGGER_KINDS),
    actor: z.string(),
    mode: z.enum(JOB_MODES).nullable(),
    externalIds: z.array(z.string()).nullable(),
    preview: z.boolean(),
    planId: z.uuid().nullable(),
    /** The time of a backfill. */
    period: z.object({ from: timeView.nullable(), to: timeView.nullable() }).nullable(),
    state: z.enum(TRIGGER_STATES),
    executionId: z.uuid().nullable(),
    /** Why it is not answered yet, where something keeps it from that. */
    waitsFor: z.enum(ADMISSION_WAITS).nullable(),
    acceptedAt: z.iso.datetime(),
  })
  .meta({ id: 'Trigger' });
export type TriggerView = z.output<typeof triggerView>;
