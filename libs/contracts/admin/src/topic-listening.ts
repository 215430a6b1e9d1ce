import { CHANGE_KINDS, TOPIC_STARTS } from '@evenkeel/domain';
import { z } from 'zod';

const path = z.string().min(1).max(500);

export const topicListening = z
  .strictObject({
    topic: z.string().min(1).max(249).describe('The topic, as the broker calls it.'),
    idPath: path
      .or(z.array(path).min(2).max(10))
      .nullable()
      .describe(
        "Path in the JSON value of a record to the provider's id, with `*` to those of many: `payload.after.id`. Several are the parts of an id. Null: the key of the record is the id.",
      )
      .default(null),
    kindPath: path
      .nullable()
      .describe('Path in the JSON value to the kind of change; null: every record tells of a change.')
      .default(null),
    kinds: z
      .array(
        z.strictObject({
          when: z.string().max(200).describe('The text, number or truth value that stands at `kindPath`.'),
          then: z
            .enum(CHANGE_KINDS)
            .describe(
              '`changed` and `deleted`: the record is read, and what the provider says decides; `ignore`: nothing is done.',
            ),
        }),
      )
      .max(50)
      .describe('What kinds mean; one that is not named is a change.')
      .default([]),
    startAt: z
      .enum(TOPIC_STARTS)
      .describe(
        'Where the topic is read from when the installation listens to it first: `latest`, from now on, or `earliest`, all that it holds.',
      )
      .default('latest'),
  })
  .meta({
    id: 'TopicListening',
    description:
      'A topic of another system whose records tell which records of the stream have changed: each of them starts a run of these.',
  });
