import { ADMISSION_WAITS, JOB_MODES, TRIGGER_KINDS, TRIGGER_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { actor } from './json-object.js';

/**
 * Wants one run of a job. With `externalIds` only these records are read. Sent twice with the same `Idempotency-Key`
 * it is one run.
 */
export const requestRun = z
  .strictObject({
    mode: z.enum(JOB_MODES).optional(),
    externalIds: z.array(z.string().min(1).max(1000)).min(1).max(1000).optional(),
    actor: actor.default('api'),
  })
  // Nothing has to be said, so no body need be sent.
  .prefault({})
  .meta({ id: 'RequestRun' });
export type RequestRun = z.output<typeof requestRun>;
export type RunRequest = z.input<typeof requestRun>;

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
    state: z.enum(TRIGGER_STATES),
    executionId: z.uuid().nullable(),
    /** Why it is not answered yet, where something keeps it from that. */
    waitsFor: z.enum(ADMISSION_WAITS).nullable(),
    acceptedAt: z.iso.datetime(),
  })
  .meta({ id: 'Trigger' });
export type TriggerView = z.output<typeof triggerView>;
