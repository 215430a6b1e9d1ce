import { CONTROL_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { timeView } from './json-object.js';

const CONTROL_SAYS =
  '`paused`: nothing is read and runs under way are held. `stopped`: in addition nothing new is opened, and requests for runs are answered later. `running`: everything goes on.';

export const setControl = z
  .strictObject({ state: z.enum(CONTROL_STATES).describe(CONTROL_SAYS) })
  .meta({ id: 'SetControl', description: 'What a connection, or the whole engine, may do from now on.' });
export type SetControl = z.output<typeof setControl>;

export const setConnectionControl = z
  .strictObject({
    state: z.enum(CONTROL_STATES).describe(CONTROL_SAYS),
    cancelRuns: z
      .boolean()
      .describe(
        'Only with `stopped`: the connection is disabled. Its runs end as `cancelled`, reason `connection_disabled`, in place of being held.',
      )
      .default(false),
  })
  .meta({ id: 'SetConnectionControl', description: 'What a connection may do from now on.' });

export const controlView = z
  .object({
    state: z.enum(CONTROL_STATES).describe(CONTROL_SAYS),
    actor: z.string().nullable().describe('Who set it last; null where it was never set.'),
    changedAt: timeView.nullable().describe('When it was set last; null where it was never set.'),
    executions: count.describe('How many runs it holds, lets go on, or has cancelled.'),
  })
  .meta({ id: 'Control', description: 'Whether a connection, or the whole engine, is held.' });
export type ControlView = z.output<typeof controlView>;
