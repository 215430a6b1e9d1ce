import { DEDUPE_PHASES, DEDUPE_STATES, REVIEW_CAUSES } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { matchReason } from './match.js';

const counts = z
  .object({
    compared: count.describe('Records that were looked at: the sum of all others.'),
    merged: count.describe('Records that are one with another one (in a preview: would be).'),
    moved: count.describe(
      'Records that would be merged by now, which the preview did not show: they changed since, and are left for another one.',
    ),
    inReview: count.describe('Records that a person is to decide about.'),
    keptApart: count.describe('Records that match one from which a person kept them apart.'),
    unchanged: count.describe('Records that match no other.'),
  })
  .meta({ id: 'DedupeCounts', description: 'What became of the records that were looked at.' });

export const startDedupe = z
  .strictObject({
    recordType: z
      .string()
      .min(1)
      .max(100)
      .describe('All records of this type; left out: those of a job.')
      .optional(),
    job: z
      .string()
      .min(1)
      .describe(
        'Only the records of the stream of this job (id or name), held against all of its record type.',
      )
      .optional(),
  })
  .refine(
    ({ recordType, job }) => (recordType === undefined) !== (job === undefined),
    'takes a recordType or a job',
  )
  .meta({ id: 'StartDedupe', description: 'Which stored records are looked at.' });

export const dedupeRunView = z
  .object({
    id: z.uuid().describe('Id of the run.'),
    recordType: z.string().describe('What kind of things they are.'),
    jobId: z.uuid().nullable().describe('The job whose records are looked at; null: all of the type.'),
    phase: z
      .enum(DEDUPE_PHASES)
      .describe('`preview`: nothing is changed. `merge`: what the preview showed is merged.'),
    state: z
      .enum(DEDUPE_STATES)
      .describe('`ready`: its preview waits to be confirmed. `failed`: `problem` says why.'),
    revision: z
      .int()
      .describe(
        'Another one once the preview is done, and with whatever a person does; `If-Match` takes it as an ETag.',
      ),
    counts: counts.describe('The receipt of the phase that it is in, so far.'),
    previewed: counts.nullable().describe('The receipt of its preview; null until that is confirmed.'),
    actor: z.string().describe('Who asked for it.'),
    requestedAt: timeView.describe('When it was asked for.'),
    endedAt: timeView.nullable().describe('When it ended; null: it has not.'),
    problem: z.string().nullable().describe('Why it failed; null: it did not.'),
  })
  .meta({
    id: 'DedupeRun',
    description: 'Stored records that are held against match rules, and what came of it.',
  });
export type DedupeRunView = z.output<typeof dedupeRunView>;
export const dedupeRunList = listOf(dedupeRunView, 'DedupeRunList');

export const dedupeRunQuery = listQuery.extend({
  type: z.string().min(1).max(100).describe('Only of this record type.').optional(),
});

const dedupePair = z
  .object({
    one: z.string().describe('Id of the older record.'),
    other: z.string().describe('Id of the other one.'),
    rule: z.string().describe('The match rule that says most of them.'),
    score: z.number().min(0).max(1).describe('Of that rule, 0 to 1.'),
    cause: z.enum(REVIEW_CAUSES).nullable().describe('Why a person decides; null: the two are merged.'),
    why: z.array(matchReason).describe('What was compared.'),
  })
  .meta({ id: 'ShownPair', description: 'Two records that a preview showed.' });
export const dedupePairList = listOf(dedupePair, 'ShownPairList');
export type DedupePairView = z.output<typeof dedupePair>;
