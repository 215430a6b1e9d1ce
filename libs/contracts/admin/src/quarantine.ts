import { z } from 'zod';
import { jobReference } from './job-reference.js';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { triggerView } from './run.js';

export const quarantinedRecord = z
  .object({
    id: z.string().describe('What it is released by.'),
    job: jobReference.describe('The job that leaves it alone.'),
    recordId: z.string().describe('Id of the local record.'),
    externalId: z.string().describe("The provider's id."),
    field: z.string().describe('The field that goes back and forth, as a dotted path.'),
    since: timeView.describe('Since when it is left alone.'),
  })
  .meta({
    id: 'QuarantinedRecord',
    description:
      'A record that went back and forth between two values, and is left alone until a person releases it.',
  });
export type QuarantinedRecordView = z.output<typeof quarantinedRecord>;
export const quarantineList = listOf(quarantinedRecord, 'QuarantineList');

export const quarantineQuery = listQuery.extend({
  job: z.string().min(1).describe('Only those of this job (id or name).').optional(),
});
export type QuarantineQuery = z.input<typeof quarantineQuery>;

export const releaseQuarantined = z
  .strictObject({
    reason: z
      .string()
      .min(1)
      .max(1000)
      .nullable()
      .describe('What was done about it, for those who find it later.')
      .default(null),
  })
  .meta({ id: 'ReleaseQuarantined', description: 'That a record is kept in step again.' });

export const releasedView = z
  .object({
    record: quarantinedRecord.describe('What was released.'),
    trigger: triggerView.describe('The request for a run that reads the record and goes on with it.'),
  })
  .meta({
    id: 'ReleasedRecord',
    description: 'A record that is kept in step again, and the run that does so first.',
  });
export type ReleasedView = z.output<typeof releasedView>;
