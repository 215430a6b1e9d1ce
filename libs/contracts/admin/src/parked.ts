import { z } from 'zod';
import { timeView } from './json-object.js';
import { jobReference } from './job-reference.js';
import { listOf, listQuery } from './list.js';

const parkedView = z
  .object({
    id: z.string().describe('Id of the failure that keeps it; `evenkeel dlq show` shows its payload.'),
    job: jobReference.describe('The job that read it.'),
    externalId: z.string().describe("The provider's id of the record."),
    link: z.string().describe('The link that requires another record.'),
    stream: z.string().describe('Stream of the record that it waits for.'),
    recordType: z.string().describe('Its record type.'),
    waitsFor: z.string().describe("The provider's id of the record that it waits for."),
    since: timeView.describe('When it was parked first.'),
    releasedAt: timeView
      .nullable()
      .describe('When a run of it was asked for because the other record had come; null: that has not come.'),
    isOverdue: z
      .boolean()
      .describe('Whether it has waited longer than its job allows, and is told as a dead letter.'),
  })
  .meta({ id: 'ParkedRecord', description: 'A record that waits for another one that is not here yet.' });
export type ParkedView = z.output<typeof parkedView>;
export const parkedList = listOf(parkedView, 'ParkedRecordList');

export const parkedQuery = listQuery.extend({
  job: z.string().min(1).describe('Only those of this job (id or name).').optional(),
});
