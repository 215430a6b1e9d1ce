import { TRIGGER_MESSAGE_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { jobReference } from './job-reference.js';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';

const count = z.int().min(0);

export const triggerMessageQuery = listQuery.extend({
  state: z
    .enum(TRIGGER_MESSAGE_STATES)
    .describe(
      'Only those: `accepted` started runs, `ignored` named what no job listens for, `rejected` could not be taken.',
    )
    .optional(),
  topic: z.string().min(1).max(249).describe('Only those of this topic.').optional(),
});
export type TriggerMessageQuery = z.input<typeof triggerMessageQuery>;

export const triggerMessageView = z
  .object({
    id: z.string().describe('Id of the row that is kept of it.'),
    state: z.enum(TRIGGER_MESSAGE_STATES).describe('What became of it.'),
    topic: z.string().describe('Topic on which it came.'),
    partition: z.int().min(0).describe('Partition of the topic.'),
    offset: z.string().describe('Its place in the partition, where Kafka still has what it says.'),
    writtenAt: timeView.describe('When it was written, as its producer says.'),
    source: z.string().nullable().describe('`source` of the CloudEvent; null where it is none.'),
    eventId: z.string().nullable().describe('`id` of the CloudEvent; null where it is none.'),
    type: z.string().nullable().describe('`type` of the CloudEvent; null where it is none.'),
    job: jobReference
      .nullable()
      .describe('The job that listens to the topic and could not read it; null: it came on a trigger topic.'),
    triggerIds: z.array(z.uuid()).describe('The requests for runs that it became.'),
    problem: z
      .object({
        code: z.string().describe('Code of the error.'),
        message: z.string().describe('What is the matter.'),
        remedy: z.string().describe('What helps.'),
      })
      .nullable()
      .describe('Why it was rejected; null: it was not.'),
    receivedAt: timeView.describe('When it was taken.'),
  })
  .meta({
    id: 'TriggerMessage',
    description: 'A message of another system that asked for a run, or could not be taken.',
  });
export type TriggerMessageView = z.output<typeof triggerMessageView>;
export const triggerMessageList = listOf(triggerMessageView, 'TriggerMessageList');

/** How listening to a topic goes. The store of topics knows the same ones. */
const STATES = [
  'joining',
  'listening',
  'missing',
  'refused',
  'unreadable',
  'away',
  'no_kafka',
  'not_allowed',
] as const;

export const triggerTopicView = z
  .object({
    topic: z.string().describe('The topic, as the broker calls it.'),
    state: z
      .enum(STATES)
      .describe(
        '`listening`: it is read; `joining`: soon; `missing`, `refused`, `unreadable`, `away`, `no_kafka`, `not_allowed`: it is not, and `why` says the rest.',
      ),
    why: z.string().nullable().describe('What is the matter; null: nothing.'),
    since: timeView.describe('Since when it is so.'),
    jobs: z.array(z.string()).describe('Names of the jobs that listen to it; none for a trigger topic.'),
    accepted: count.describe('Messages that started runs.'),
    ignored: count.describe('Messages that no job wants.'),
    repeated: count.describe('Messages that had come before.'),
    rejected: count.describe('Messages that could not be taken, also those of which no row is kept.'),
    receivedAt: timeView.nullable().describe('When its last message came; null: none has.'),
    rejectedAt: timeView.nullable().describe('When one was rejected last; null: none was.'),
  })
  .meta({ id: 'TriggerTopic', description: 'A topic of Kafka on which other systems start runs.' });
export type TriggerTopicView = z.output<typeof triggerTopicView>;
export const triggerTopicList = z
  .object({ items: z.array(triggerTopicView).describe('The topics that are, or were lately, listened to.') })
  .meta({ id: 'TriggerTopicList', description: 'The topics on which other systems start runs.' });
export type TriggerTopicList = z.output<typeof triggerTopicList>;
