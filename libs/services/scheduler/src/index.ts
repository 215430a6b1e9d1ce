import type { ServiceDefinition } from '@evenkeel/ports';
import { FireDueSlots } from './fire-due-slots.sweep.js';

export { FireDueSlots };

/** Turns schedules into triggers. */
export const schedulerService: ServiceDefinition = {
  name: 'scheduler',
  handlers: [],
  endpoints: [],
  providers: [],
  sweeps: [FireDueSlots],
};
