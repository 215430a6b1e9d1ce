import { z } from 'zod';
import { CEILING_SAYS, ceilingLimits, CONTRACT_SAYS, contractLimits, definition } from './job-definition.js';
import { chosenName, timeView } from './json-object.js';
import { count } from './count.js';
import { flagInQuery } from './list.js';
import { force, forceInQuery } from './managed.js';

const NAME_SAYS = 'Unique name, 1-100 characters; it can stand wherever an id can.';
const needed = z.array(z.string().min(1)).max(50);
const NEEDED_SAYS =
  'Names or ids of jobs whose latest bulk run must have completed before one of this job begins.';

export const addJob = z
  .strictObject({
    name: chosenName.describe(NAME_SAYS),
    connection: z.string().min(1).describe('Id or name of the connection that is read.'),
    ...definition,
    dependsOn: needed.describe(NEEDED_SAYS).default([]),
  })
  .meta({ id: 'AddJob', description: 'A job to add; everything that may be left out has a default.' });

/** What a caller may write: fields with a default may be left out. */
export type AddJobRequest = z.input<typeof addJob>;

/** The same fields, but none is filled in where it is left out. */
function withoutDefaults<Fields extends Readonly<Record<string, z.ZodType>>>(fields: Fields) {
  const bare = Object.entries(fields).map(([name, field]) => [
    name,
    (field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field).optional(),
  ]);
  return Object.fromEntries(bare) as {
    [Name in keyof Fields]: z.ZodOptional<
      Fields[Name] extends z.ZodDefault<infer Bare> ? Bare : Fields[Name]
    >;
  };
}

const changedCeiling = z
  .strictObject(ceilingLimits)
  .partial()
  .meta({ id: 'ChangedDeleteCeiling', description: `${CEILING_SAYS} What is left out stays.` });

const changedContract = z
  .strictObject(contractLimits)
  .partial()
  .meta({ id: 'ChangedContract', description: `${CONTRACT_SAYS} What is left out stays.` });

export const changeJobRequest = z
  .strictObject({
    ...withoutDefaults(definition),
    name: chosenName.describe(NAME_SAYS).optional(),
    dependsOn: needed.describe(`${NEEDED_SAYS} In place of those there were.`).optional(),
    deleteCeiling: changedCeiling.describe(CEILING_SAYS).optional(),
    contract: changedContract.describe(CONTRACT_SAYS).optional(),
    connection: z
      .string()
      .min(1)
      .describe(
        'May be named, not changed: it is what references and watermark belong to, as stream and record type are.',
      )
      .optional(),
    force,
  })
  .meta({
    id: 'ChangeJob',
    description:
      'A change of a job: what is left out stays as it is. The next run goes by it, a running one by what it began with.',
  });
export type ChangeJob = z.output<typeof changeJobRequest>;

export const removeJobQuery = z.object({
  detach: flagInQuery
    .describe(
      '`true`: the references of its records are dropped too, and its stream is free for another job.',
    )
    .default(false),
  force: forceInQuery,
});

export const jobRemovalView = z
  .object({
    id: z.uuid().describe('Id of the job; its history stays under it.'),
    name: z.string().describe('Name that the job had; it is free now.'),
    removedAt: timeView.describe('When it was removed.'),
    cancelled: count.describe('How many executions were cancelled for it.'),
    references: z
      .enum(['kept', 'dropping'])
      .describe(
        '`dropping`: they go in the background, and their stream is free for another job once they are gone.',
      ),
  })
  .meta({ id: 'JobRemoval', description: 'What removing a job did.' });
export type JobRemovalView = z.output<typeof jobRemovalView>;
