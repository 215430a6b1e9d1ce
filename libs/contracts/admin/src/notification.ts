import { NOTIFICATION_KINDS, NOTIFICATION_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { problemView } from './problem.js';

export const notificationQuery = listQuery.extend({
  channel: z.string().min(1).max(100).describe('Only those to this channel (name or id).').optional(),
});

const subject = z
  .object({
    id: z.string().describe('Id of the job or connection.'),
    name: z.string().describe('What it was called then.'),
  })
  .meta({ id: 'NotificationSubject', description: 'The job or connection that it is about.' });

export const notificationView = z
  .object({
    id: z.uuid().describe('The same for each attempt; the receiver sees it as `webhook-id`.'),
    channel: z
      .object({
        id: z.uuid().describe('Id of the channel.'),
        name: z.string().describe('Name of the channel.'),
      })
      .describe('Where it goes.'),
    kind: z.enum([...NOTIFICATION_KINDS, 'test']).describe('What it is about.'),
    title: z.string().describe('What it says in one line.'),
    lines: z.array(z.string()).describe('What else it says.'),
    next: z.string().nullable().describe('The command that it recommends; null: none.'),
    job: subject.nullable().describe('The job; null: it is about none.'),
    connection: subject.nullable().describe('The connection; null: it is about none.'),
    count: z.int().min(1).describe('How many things that happened it stands for.'),
    state: z
      .enum(NOTIFICATION_STATES)
      .describe(
        '`waiting`: for its time or its next attempt. `sent`: the channel took it. `given_up`: it did not for a day.',
      ),
    attempts: z.int().min(0).describe('How often it was tried to send it.'),
    dueAt: timeView.nullable().describe('When it is tried next; null: no more.'),
    endedAt: timeView.nullable().describe('When it was sent or given up; null: it waits.'),
    problem: problemView.nullable().describe('Why the last attempt failed; null: none did.'),
    createdAt: timeView.describe('When it was decided that it is told.'),
  })
  .meta({ id: 'Notification', description: 'What people are told, and what became of it.' });
export type NotificationView = z.output<typeof notificationView>;

export const notificationList = listOf(notificationView, 'NotificationList');
