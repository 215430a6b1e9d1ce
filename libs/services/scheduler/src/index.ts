import { part, Clock, Ids, Logger, Store, type ServiceDefinition } from '@evenkeel/ports';
import { FireDueSlots } from './fire-due-slots.sweep.js';
import { PushLocalChanges } from './push-local-changes.sweep.js';
import { RetryFailedExecutions } from './retry-failed-executions.sweep.js';

export { FireDueSlots, PushLocalChanges, RetryFailedExecutions };

/** Turns schedules, local changes, and runs that failed, into triggers. */
export const schedulerService: ServiceDefinition = {
  name: 'scheduler',
  handlers: [],
  endpoints: [],
  parts: [],
  sweeps: [
    part(FireDueSlots, Store, Ids, Logger),
    part(RetryFailedExecutions, Store, Ids, Logger),
    part(PushLocalChanges, Store, Ids, Clock, Logger),
  ],
  repositories: ['jobs', 'changeRuns', 'triggers', 'scheduleSlots', 'executions', 'outbox'],
  systemRepositories: ['due'],
};
