import { EXECUTION_STATUSES, GROUP_STATUSES } from '@evenkeel/domain';
import { z } from 'zod';
import { chosenName, timeView } from './json-object.js';
import { listOf } from './list.js';
import { managedBy } from './managed.js';

export const addGroup = z
  .strictObject({
    name: chosenName.describe('Unique name, 1-100 characters.'),
    jobs: z
      .array(z.string().min(1))
      .min(1)
      .max(100)
      .describe('Jobs by name or id; they run in the order of what they depend on.'),
  })
  .meta({ id: 'AddGroup', description: 'A group of jobs that run together.' });

const jobOfRun = z
  .object({
    job: z.string().describe('Name of the job.'),
    state: z
      .enum([...EXECUTION_STATUSES, 'waiting', 'requested', 'held_back'])
      .describe(
        'Status of its execution; or `waiting` for its turn, `requested`, `held_back` by a job that did not succeed.',
      ),
    executionId: z.uuid().nullable().describe('Its execution; null until there is one.'),
  })
  .meta({ id: 'JobOfGroupRun', description: 'How one job of a group run fares.' });

const groupRun = z
  .object({
    id: z.uuid().describe('Id of the run of the group.'),
    actor: z.string().describe('Who asked for it.'),
    requestedAt: timeView.describe('When it was asked for.'),
    status: z.enum(GROUP_STATUSES).describe('Of all its jobs together.'),
    jobs: z.array(jobOfRun).describe('Its jobs, in the order in which they run.'),
  })
  .meta({ id: 'GroupRun', description: 'A run of all jobs of a group.' });

const groupMember = z
  .object({
    name: z.string().describe('Name of the job.'),
    dependsOn: z.array(z.string()).describe('Names of the jobs that it depends on.'),
  })
  .meta({ id: 'GroupMember', description: 'A job of a group.' });

export const groupView = z
  .object({
    id: z.uuid().describe('Id of the group.'),
    name: z.string().describe('Unique name of the group.'),
    jobs: z.array(groupMember).describe('Its jobs, in the order in which they run.'),
    run: groupRun.nullable().describe('Its latest run; null before the first.'),
    managedBy,
  })
  .meta({ id: 'Group', description: 'A group of jobs and its latest run.' });
export type GroupView = z.output<typeof groupView>;

export const groupRemovalView = z
  .object({
    id: z.uuid().describe('Id that the group had.'),
    name: z.string().describe('Name that it had; it is free now.'),
  })
  .meta({ id: 'GroupRemoval', description: 'A group that was removed; its jobs stay.' });
export type GroupRemovalView = z.output<typeof groupRemovalView>;
export const groupList = listOf(groupView, 'GroupList');
