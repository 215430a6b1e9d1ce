import { part, Ids, Logger, Store, type ServiceDefinition } from '@evenkeel/ports';
import { FireDueSlots } from './fire-due-slots.sweep.js';
import { RetryFailedExecutions } from './retry-failed-executions.sweep.js';

export { FireDueSlots, RetryFailedExecutions };

/** Turns schedules, and runs that failed, into triggers. */
export const schedulerService: ServiceDefinition = {
  name: 'scheduler',
  handlers: [],
  endpoints: [],
  parts: [],
  sweeps: [part(FireDueSlots, Store, Ids, Logger), part(RetryFailedExecutions, Store, Ids, Logger)],
  repositories: ['triggers', 'scheduleSlots', 'executions', 'outbox'],
  systemRepositories: ['due'],
};
