import { ADMISSION_WAITS, JOB_MODES, TRIGGER_KINDS, TRIGGER_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';

/** What a run reads. */
export const RUN_SCOPES = ['full', 'incremental', 'partial', 'single', 'push', 'approval'] as const;

export const requestRun = z
  .strictObject({
    mode: z
      .enum(JOB_MODES)
      .describe('Read everything, or what changed. Left out: as the job says.')
      .optional(),
    externalIds: z
      .array(z.string().min(1).max(1000))
      .min(1)
      .max(1000)
      .describe("Only these records are read, by the provider's ids.")
      .optional(),
    planId: z
      .uuid()
      .describe('Exactly this plan is carried out; what has moved since goes into a plan of its own.')
      .optional(),
    from: z.iso
      .datetime({ offset: true })
      .describe(
        'A backfill: only what changed from this time on (ISO 8601 with a zone). It says nothing of how far the job has read.',
      )
      .optional(),
    to: z.iso
      .datetime({ offset: true })
      .describe('A backfill: only what changed until this time (ISO 8601 with a zone).')
      .optional(),
  })
  .refine(({ mode, externalIds, planId, from, to }) => {
    const kinds = [mode, externalIds, planId, from ?? to];
    return kinds.filter((kind) => kind !== undefined).length <= 1;
  }, 'mode, externalIds, planId and from/to exclude each other')
  // Nothing has to be said, so no body need be sent.
  .prefault({})
  .meta({
    id: 'RequestRun',
    description:
      'A run that is wanted. `mode`, `externalIds`, `planId` and `from`/`to` exclude each other; none of them: as the job says.',
  });
export type RunRequest = z.input<typeof requestRun>;

export const requestPreview = z
  .strictObject({
    mode: z
      .enum(JOB_MODES)
      .describe('Look at everything, or at what changed. Left out: as the job says.')
      .optional(),
  })
  .prefault({})
  .meta({ id: 'RequestPreview', description: 'A plan of a run that is wanted; nothing is written.' });

export const idempotencyKey = z.string().min(1).max(255);

const backfillPeriod = z
  .object({
    from: timeView.nullable().describe('Only what changed from this time on; null: from the beginning.'),
    to: timeView.nullable().describe('Only what changed until this time; null: until now.'),
  })
  .meta({ id: 'BackfillPeriod', description: 'The time of a backfill.' });

export const triggerView = z
  .object({
    id: z.uuid().describe('Id of the request.'),
    jobId: z.uuid().describe('The job.'),
    kind: z.enum(TRIGGER_KINDS).describe('What asked for the run.'),
    actor: z.string().describe('Who asked for it.'),
    mode: z.enum(JOB_MODES).nullable().describe('What was asked to be read; null: as the job says.'),
    externalIds: z
      .array(z.string())
      .nullable()
      .describe('Only these records; null where no records were named.'),
    preview: z.boolean().describe('Whether only a plan is wanted.'),
    planId: z.uuid().nullable().describe('The plan that is to be carried out; null: none.'),
    period: backfillPeriod.nullable().describe('The time of a backfill; null where it is none.'),
    state: z
      .enum(TRIGGER_STATES)
      .describe(
        '`accepted`: not answered yet. `opened`: an execution was opened for it. `coalesced`: it joined one that was queued. `skipped`: by the overlap policy of the job.',
      ),
    executionId: z
      .uuid()
      .nullable()
      .describe(
        'The execution that it opened or joined; null until it is answered, or where it was skipped.',
      ),
    waitsFor: z
      .enum(ADMISSION_WAITS)
      .nullable()
      .describe('Why it is not answered yet, where something keeps it from that; else null.'),
    acceptedAt: timeView.describe('When it was accepted.'),
  })
  .meta({ id: 'Trigger', description: 'A request for a run and what became of it.' });
export type TriggerView = z.output<typeof triggerView>;
