import { EXECUTION_STATUSES, GROUP_STATUSES } from '@evenkeel/domain';
import { z } from 'zod';
import { chosenName, timeView } from './json-object.js';
import { listOf } from './list.js';

/** Jobs by name or id; they run in the order of what they depend on. */
export const addGroup = z
  .strictObject({ name: chosenName, jobs: z.array(z.string().min(1)).min(1).max(100) })
  .meta({ id: 'AddGroup' });

const jobOfRun = z.object({
  job: z.string(),
  /** Of its execution; or `waiting` for its turn, `requested`, `held_back` by a job that did not succeed. */
  state: z.enum([...EXECUTION_STATUSES, 'waiting', 'requested', 'held_back']),
  executionId: z.uuid().nullable(),
});

export const groupView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    /** In the order in which they run. */
    jobs: z.array(z.object({ name: z.string(), dependsOn: z.array(z.string()) })),
    /** The latest; null before the first. */
    run: z
      .object({
        id: z.uuid(),
        actor: z.string(),
        requestedAt: timeView,
        /** Of all its jobs together. */
        status: z.enum(GROUP_STATUSES),
        jobs: z.array(jobOfRun),
      })
      .nullable(),
  })
  .meta({ id: 'Group' });
export type GroupView = z.output<typeof groupView>;
/** A group that was removed; its jobs stay. */
export const groupRemovalView = z.object({ id: z.uuid(), name: z.string() }).meta({ id: 'GroupRemoval' });
export type GroupRemovalView = z.output<typeof groupRemovalView>;
export const groupList = listOf(groupView, 'GroupList');
