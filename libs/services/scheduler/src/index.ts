import {
  part,
  Clock,
  ForeignTopics,
  Ids,
  Logger,
  Meter,
  Store,
  TopicRights,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { FireDueSlots } from './fire-due-slots.sweep.js';
import { PushLocalChanges } from './push-local-changes.sweep.js';
import { RetryFailedExecutions } from './retry-failed-executions.sweep.js';
import { ListenToTopics, TakesRecords } from './triggers/listen-to-topics.sweep.js';
import { TakeTopicRecords } from './triggers/take-topic-records.js';
import { TakeTriggers } from './triggers/take-triggers.js';
import { TriggerMetrics } from './triggers/trigger-metrics.js';

export {
  FireDueSlots,
  ListenToTopics,
  PushLocalChanges,
  RetryFailedExecutions,
  TakeTopicRecords,
  TakeTriggers,
};

/** Turns schedules, local changes, messages of other systems, and runs that failed, into triggers. */
export const schedulerService: ServiceDefinition = {
  name: 'scheduler',
  handlers: [],
  endpoints: [],
  parts: [
    part(TriggerMetrics, Meter),
    part(TakeTriggers, Store, Ids, TriggerMetrics),
    part(TakeTopicRecords, Store, Ids, TriggerMetrics),
    part(TakesRecords, TakeTriggers, TakeTopicRecords),
  ],
  sweeps: [
    part(FireDueSlots, Store, Ids, Logger),
    part(RetryFailedExecutions, Store, Ids, Logger),
    part(PushLocalChanges, Store, Ids, Clock, Logger),
    part(ListenToTopics, Store, ForeignTopics, TopicRights, TakesRecords, Clock),
  ],
  repositories: [
    'connections',
    'jobs',
    'changeRuns',
    'triggers',
    'triggerMessages',
    'scheduleSlots',
    'executions',
    'plans',
    'failures',
    'events',
    'outbox',
  ],
  systemRepositories: ['due'],
};
