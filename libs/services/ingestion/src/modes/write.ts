import { leaveDetails } from '../steps/leave-details.js';
import { write } from '../steps/write.js';
import type { Mode } from './mode.js';

/** Carries every decision out. */
export const writeMode: Mode = {
  writes: true,
  write: async (tx, context, group) => write(tx, context, await leaveDetails(tx, context.digest, group)),
};
