import { triggerMessageList, triggerMessageQuery, triggerTopicList } from '../trigger-message.js';
import { operationsOf } from './operation.js';

export const triggerMessageOperations = operationsOf({
  listTriggerMessages: {
    method: 'GET',
    path: '/trigger-messages',
    request: { query: triggerMessageQuery },
    answer: triggerMessageList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List messages with which other systems asked for runs over Kafka',
    description:
      'Newest first. What a message holds is not kept here: its partition and offset say where Kafka has it. Of rejected ones the first 1,000 a day and topic are kept, and all are counted.',
    tag: 'runs',
  },
  listTriggerTopics: {
    method: 'GET',
    path: '/trigger-topics',
    request: {},
    answer: triggerTopicList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List the topics of Kafka on which other systems start runs, and how that goes',
    description: 'Trigger topics, and those of other systems that jobs listen to.',
    tag: 'runs',
  },
});
