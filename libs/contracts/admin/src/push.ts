import { INTENT_STATES, WRITE_KINDS } from '@evenkeel/domain';
import { z } from 'zod';
import { jobReference } from './job-reference.js';
import { jsonObject, timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';

const summary = {
  id: z
    .uuid()
    .describe('Id of the push; the key of its call is made of it, or of the first that goes with it.'),
  job: jobReference.describe('The job that writes.'),
  executionId: z.uuid().describe('The execution that froze it.'),
  recordId: z.string().describe('Id of the local record.'),
  recordVersion: z.int().describe('Version of the record that it was made of.'),
  kind: z.enum(WRITE_KINDS).describe('What is to happen at the provider.'),
  externalId: z.string().nullable().describe("The provider's id; null where it creates."),
  state: z
    .enum(INTENT_STATES)
    .describe(
      '`planned`: frozen, not sent. `sent`: under way. `in_doubt`: its answer was lost, it is looked up. `uncertain`: a person settles it. `answered`: its answer is yet to be applied. `applied`: done.',
    ),
  plannedAt: timeView.describe('When it was frozen.'),
  sentAt: timeView.nullable().describe('When it was sent last; null: it was not.'),
  answeredAt: timeView.nullable().describe('When its answer came; null: none did.'),
  settledBy: z.string().nullable().describe('The person who settled it; null: none did.'),
  settledFor: z.string().nullable().describe('Why, as the person said; null: not said.'),
} as const;

export const pushSummary = z.object(summary).meta({
  id: 'PushSummary',
  description: 'One write of one record to a provider, kept before it is sent.',
});
export type PushSummary = z.output<typeof pushSummary>;
export const pushList = listOf(pushSummary, 'PushList');

export const pushView = z
  .object({
    ...summary,
    data: jsonObject.describe('What the call holds of it.'),
    result: jsonObject
      .nullable()
      .describe('What the provider answered, as the engine understood it; null: nothing.'),
  })
  .meta({ id: 'Push', description: 'A write, with what was sent and answered.' });
export type PushView = z.output<typeof pushView>;

export const pushQuery = listQuery.extend({
  job: z.string().min(1).describe('Only those of this job (id or name).').optional(),
  record: z.string().min(1).describe('Only those of this local record.').optional(),
  state: z
    .enum([...INTENT_STATES, 'open', 'all'])
    .describe('Only those in this state; `open`: all that are not applied.')
    .default('open'),
});
export type PushQuery = z.input<typeof pushQuery>;

export const settlePush = z
  .strictObject({
    outcome: z.enum(['applied', 'not_applied']).describe('What you found at the provider.'),
    externalId: z
      .string()
      .min(1)
      .max(500)
      .nullable()
      .describe("The provider's id of what was created; null where it was not, or where it has one.")
      .default(null),
    reason: z
      .string()
      .min(1)
      .max(1000)
      .nullable()
      .describe('How you know, for those who find it later.')
      .default(null),
  })
  .meta({ id: 'SettlePush', description: 'What became of a write whose answer was lost.' });
