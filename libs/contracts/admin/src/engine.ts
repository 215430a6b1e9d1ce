import { CONTROL_STATES, EXECUTION_STATUSES } from '@evenkeel/domain';
import { z } from 'zod';
import { controlView } from './control.js';
import { count, countsOf } from './count.js';
import { timeView } from './json-object.js';

const heldConnection = z
  .object({
    name: z.string().describe('Name of the connection.'),
    control: z.enum(CONTROL_STATES).describe('What a person lets it do.'),
    needsAttention: z.boolean().describe('Whether it waits for a person to correct it.'),
    breakerOpen: z
      .boolean()
      .describe('Whether it is not called because too many of its calls failed lately.'),
  })
  .meta({ id: 'HeldConnection', description: 'A connection that is not called, and why.' });

const tableSize = z
  .object({
    table: z.string().describe('Name of the table.'),
    bytes: count.describe('Its size with its indexes.'),
    rows: count.describe('How many rows it has, as statistics have it.'),
    deadRows: count.describe('Rows that were deleted or written anew, and whose place is not free yet.'),
  })
  .meta({ id: 'TableSize', description: 'How large a table of the database is.' });

export const engineView = z
  .object({
    control: controlView.describe('Whether the whole engine is held.'),
    uptimeMs: count.describe('Milliseconds that the process that answers has been up.'),
    executions: countsOf(EXECUTION_STATUSES, 'executions are')
      .meta({ id: 'StatusCounts', description: 'Executions by status.' })
      .describe('How many executions there are of each status, of those that are kept.'),
    averageDurationMs: count
      .nullable()
      .describe(
        'Mean duration of the latest executions that completed, in milliseconds; null before the first.',
      ),
    activeJobs: count.describe('Jobs with a run under way.'),
    queuedExecutions: count.describe('Executions that wait for their turn.'),
    waitingTriggers: count.describe('Requests for runs that are not answered yet.'),
    deadExecutions: count.describe('Executions that exhausted their retries and wait for a person.'),
    lastSyncAt: timeView.nullable().describe('When an execution completed last; null before the first.'),
    stuckMessages: count.describe('Messages that could not be handled and were put aside.'),
    busAwaySince: timeView.nullable().describe('Since when the bus takes no messages; null while it does.'),
    largestTables: z.array(tableSize).describe('The ten largest tables of the database, the largest first.'),
    heldConnections: z
      .array(heldConnection)
      .describe('Connections that are held, need attention, or whose breaker is open.'),
  })
  .meta({ id: 'Engine', description: 'The whole installation at a glance.' });
export type EngineView = z.output<typeof engineView>;
