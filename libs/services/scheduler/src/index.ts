import {
  part,
  Clock,
  ForeignTopics,
  Ids,
  Logger,
  Meter,
  Store,
  TopicRights,
  Tracing,
  type ServiceDefinition,
} from '@evenkeel/ports';
import { DecideNotifications } from './notifications/decide-notifications.sweep.js';
import { PlaceNews } from './notifications/place-news.js';
import { FireDueSlots } from './fire-due-slots.sweep.js';
import { PushLocalChanges } from './push-local-changes.sweep.js';
import { RetryFailedExecutions } from './retry-failed-executions.sweep.js';
import { ListenToTopics, TakesRecords } from './triggers/listen-to-topics.sweep.js';
import { TakeTopicRecords } from './triggers/take-topic-records.js';
import { TakeTriggers } from './triggers/take-triggers.js';
import { TriggerMetrics } from './triggers/trigger-metrics.js';

export {
  DecideNotifications,
  FireDueSlots,
  ListenToTopics,
  PlaceNews,
  PushLocalChanges,
  RetryFailedExecutions,
  TakeTopicRecords,
  TakeTriggers,
};

/** Turns schedules, local changes, messages of other systems, and runs that failed, into triggers; and what happens into notifications. */
export const schedulerService: ServiceDefinition = {
  name: 'scheduler',
  handlers: [],
  endpoints: [],
  parts: [
    part(PlaceNews, Ids),
    part(TriggerMetrics, Meter),
    part(TakeTriggers, Store, Ids, TriggerMetrics),
    part(TakeTopicRecords, Store, Ids, TriggerMetrics),
    part(TakesRecords, TakeTriggers, TakeTopicRecords, Tracing),
  ],
  sweeps: [
    part(FireDueSlots, Store, Ids, Logger),
    part(RetryFailedExecutions, Store, Ids, Logger),
    part(PushLocalChanges, Store, Ids, Clock, Logger),
    part(DecideNotifications, Store, PlaceNews),
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
    'channels',
    'notifications',
    'outbox',
  ],
  systemRepositories: ['due'],
};
