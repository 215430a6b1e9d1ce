import { ERROR_CLASSES, PHASES } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { timeView } from './json-object.js';
import { listOf } from './list.js';
import { problemView } from './problem.js';

export const recordOutcomeView = z
  .object({
    externalId: z.string().nullable().describe("The provider's id of the record; null where it sent none."),
    outcome: z.string().describe('What happened to it, as `outcomes` of a receipt names it.'),
    problem: problemView.nullable().describe('Why it could not be applied; null where it was.'),
    raw: z
      .string()
      .nullable()
      .describe("JSON text of the provider's record, where it could not be applied; else null."),
  })
  .meta({
    id: 'RecordOutcome',
    description: 'What happened to one record that was not simply created or found unchanged.',
  });
export const recordOutcomeList = listOf(recordOutcomeView, 'RecordOutcomeList');
export type RecordOutcomeView = z.output<typeof recordOutcomeView>;

export const loggedErrorView = z
  .object({
    at: timeView.describe('When it went wrong.'),
    phase: z.enum(PHASES).describe('What the run was doing.'),
    externalId: z.string().nullable().describe('The record; null where it was not about one.'),
    class: z.enum(ERROR_CLASSES).describe('Class of the error, which decides what happens next.'),
    code: z.string().describe('Code of the error catalog.'),
    message: z.string().describe('What went wrong.'),
    recoverable: z.boolean().describe('Whether it was tried again, or could have been.'),
    attempt: count.describe('Which try it was.'),
  })
  .meta({
    id: 'LoggedError',
    description: 'Something that went wrong in a run, whatever became of it later.',
  });
export const loggedErrorList = listOf(loggedErrorView, 'LoggedErrorList');
export type LoggedErrorView = z.output<typeof loggedErrorView>;
