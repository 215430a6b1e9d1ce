import { CONCERN_KINDS } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';

export const concernView = z
  .object({
    kind: z.enum(CONCERN_KINDS).describe('What it is; the most pressing kinds come first.'),
    about: z
      .string()
      .nullable()
      .describe(
        'Name of the connection, job, record type or notification channel, process id of the database session, or folder that it is about; null: the whole engine.',
      ),
    stream: z.string().describe('The stream of the connection that it is about, where it is one.').optional(),
    id: z
      .uuid()
      .nullable()
      .describe('Of the approval or execution to look at; null where the name says enough.'),
    count: z.int().min(1).describe('How many records, executions or messages; 1 where it is one thing.'),
    since: timeView.nullable().describe('Since when it is so; null where that is not known.'),
    message: z.string().describe('What is the matter, in one sentence. May hold what a provider said.'),
  })
  .meta({ id: 'Concern', description: 'Something that a person is needed for, or should know of.' });
export type ConcernView = z.output<typeof concernView>;

export const concernList = z
  .object({
    items: z
      .array(concernView)
      .describe('The most pressing first, and of one kind the oldest. Empty: nothing asks for a person.'),
  })
  .meta({ id: 'ConcernList', description: 'All that asks for a person.' });
export type ConcernList = z.output<typeof concernList>;
