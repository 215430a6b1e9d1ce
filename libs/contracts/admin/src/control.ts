import { CONTROL_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { timeView } from './json-object.js';

/**
 * `paused`: nothing is read and runs under way are held. `stopped`: in addition nothing new is opened; requests for runs
 * are answered later. `running`: everything goes on.
 */
export const setControl = z.strictObject({ state: z.enum(CONTROL_STATES) }).meta({ id: 'SetControl' });
export type SetControl = z.output<typeof setControl>;

export const controlView = z
  .object({
    state: z.enum(CONTROL_STATES),
    /** Who set it last; null where it was never set. */
    actor: z.string().nullable(),
    changedAt: timeView.nullable(),
    /** Runs that it holds, or lets go on. */
    executions: z.int().min(0),
  })
  .meta({ id: 'Control' });
export type ControlView = z.output<typeof controlView>;
