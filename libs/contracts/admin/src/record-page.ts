import { RECORD_EVENT_KINDS } from '@evenkeel/domain';
import { z } from 'zod';
import { conflictSummary } from './conflict.js';
import { count } from './count.js';
import { failureSummary } from './failure.js';
import { jobReference } from './job-reference.js';
import { timeView } from './json-object.js';
import { erasureView } from './erasure.js';
import { mergeSummary } from './match.js';
import { linksView, recordView } from './record.js';

const fieldChangeView = z
  .object({
    field: z.string().describe('Path of the field.'),
    before: z
      .string()
      .nullable()
      .describe('JSON text of what it was, cut where it is long; null: it was not there.'),
    after: z.string().nullable().describe('JSON text of what it became; null: it is not there any more.'),
  })
  .meta({ id: 'RecordFieldChange', description: 'What became of one field.' });

export const jobOfEvent = jobReference
  .extend({ revision: count.nullable().describe('Its revision at that time; null: not known.') })
  .meta({ id: 'JobOfEvent', description: 'A job, and the revision that something was done by.' });

export const referenceOfEvent = z.object({
  connection: z.string().describe('Name of the connection.'),
  stream: z.string().describe('Stream of the connection.'),
  externalId: z.string().describe("The provider's id of the record."),
});

const recordEventView = z
  .object({
    kind: z
      .enum(RECORD_EVENT_KINDS)
      .describe(
        '`reactivated`: it came back as it was. `inactivated`: it is gone at a provider. `failed`, `resolved`, `retried`, `edited`, `discarded`: what became of a failure of it. `merged`, `unmerged`: another record or reference came to it, it went to another one, or that was undone. `erased`, `unerased`: its values were erased, or are kept again. `deleted`, `restored`: here, by whom `detail` says.',
      ),
    at: timeView.describe('When it happened.'),
    version: count.nullable().describe('Version of the record from then on; null: its data stayed.'),
    fields: z.array(fieldChangeView).describe('What changed of its data.'),
    detail: z
      .string()
      .nullable()
      .describe(
        'How it was found to be gone, what went wrong, or who did it and why; null: there is no more.',
      ),
    executionId: z.uuid().nullable().describe('The execution that did it; null: none, or it is not known.'),
    job: jobOfEvent.nullable().describe('The job that did it; null: none, or it is not known any more.'),
    reference: referenceOfEvent
      .nullable()
      .describe('As what it was read; null: it was not, or it is not known any more.'),
  })
  .meta({ id: 'RecordEvent', description: 'One thing that happened to a record.' });
export type RecordEventView = z.output<typeof recordEventView>;

const writtenBetweenView = z
  .object({
    pushId: z.uuid().describe('The push; `GET /api/v1/pushes/{push}` shows what was sent.'),
    job: jobReference.describe('The job that wrote it.'),
    externalId: z.string().nullable().describe("The provider's id of the record; null: not known."),
    fields: z
      .array(z.string())
      .describe('Fields that were not written and were otherwise after the write than before it.'),
    at: timeView.nullable().describe('When the write was answered; null: not known.'),
  })
  .meta({
    id: 'WrittenBetween',
    description:
      'A write to a provider that checks no versions, between whose readings another writer may have come: what that gave the written fields is gone.',
  });

export const recordPageView = recordView
  .extend({
    failures: z
      .array(failureSummary)
      .describe('Why its newest state could not be applied, where that is so; the newest first, at most 50.'),
    conflicts: z
      .array(conflictSummary)
      .describe('Changes on both sides that wait for a decision; at most one of each job.'),
    writtenBetween: z
      .array(writtenBetweenView)
      .describe(
        'Writes of it by which something may have been overwritten that nothing could check; the newest first, at most 50.',
      ),
    links: linksView.describe('What it leads to and what leads to it.'),
    merges: z
      .array(mergeSummary)
      .describe('What became part of it, and what it became part of; the newest first, at most 50.'),
    erasure: erasureView
      .nullable()
      .describe('That its values were erased and are not to be kept; null: they may be here.'),
    events: z.array(recordEventView).describe('What happened to it, the newest first, at most 50.'),
  })
  .meta({ id: 'RecordPage', description: 'One local record, and what happened to it.' });
export type RecordPageView = z.output<typeof recordPageView>;
