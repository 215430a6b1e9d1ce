import { z } from 'zod';
import { DEFAULT_WINDOWS } from '@evenkeel/domain';
import {
  DEFAULT_CAPACITY,
  DEFAULT_RETENTION,
  DEFAULT_TABLE_BUDGET_GB,
} from '../platform/platform-settings.js';
import { variable } from './variables.js';

export const capacityVariables = {
  EXECUTOR_CONCURRENCY: variable({
    meaning: 'How many chunks one process reads from providers at the same time.',
    remedy: 'Give a whole number from 1 to 1000.',
    schema: z.coerce.number().int().min(1).max(1000).default(DEFAULT_CAPACITY.chunks),
    defaultText: `\`${DEFAULT_CAPACITY.chunks}\``,
  }),
  EXECUTOR_RESERVED: variable({
    meaning: 'How many of them are kept for single records, so that bulk runs never keep those waiting.',
    remedy: 'Give a whole number from 0 to one less than EXECUTOR_CONCURRENCY.',
    schema: z.coerce.number().int().min(0).max(999).default(DEFAULT_CAPACITY.reserved),
    defaultText: `\`${DEFAULT_CAPACITY.reserved}\``,
  }),
};

const chunks = (most: number) => z.coerce.number().int().min(1).max(most);
const windowRemedy = 'Give a whole number from 1 to 10000, the same for all replicas.';

export const windowVariables = {
  DISPATCH_PER_EXECUTION: variable({
    meaning: 'How many chunks of one execution may be under way at once, on the primary path.',
    remedy: windowRemedy,
    schema: chunks(10_000).default(DEFAULT_WINDOWS.perExecution.primary),
    defaultText: `\`${DEFAULT_WINDOWS.perExecution.primary}\``,
  }),
  DISPATCH_PER_PACED_EXECUTION: variable({
    meaning: 'The same on the enterprise path.',
    remedy: windowRemedy,
    schema: chunks(10_000).default(DEFAULT_WINDOWS.perExecution.enterprise),
    defaultText: `\`${DEFAULT_WINDOWS.perExecution.enterprise}\``,
  }),
  DISPATCH_PER_CONNECTION: variable({
    meaning: 'How many chunks of one connection may be under way at once, bulk work and single records each.',
    remedy: windowRemedy,
    schema: chunks(10_000).default(DEFAULT_WINDOWS.perConnection),
    defaultText: `\`${DEFAULT_WINDOWS.perConnection}\``,
  }),
  DISPATCH_PER_TENANT: variable({
    meaning: 'The same for one tenant.',
    remedy: windowRemedy,
    schema: chunks(10_000).default(DEFAULT_WINDOWS.perTenant),
    defaultText: `\`${DEFAULT_WINDOWS.perTenant}\``,
  }),
};

/** Of a delivery where nothing else is set. */
const DEFAULT_DELIVERY_MB = 5;

export const deliveryVariables = {
  WEBHOOK_BODY_LIMIT_MB: variable({
    meaning:
      'How large the body of a delivery to a webhook may be, in MiB; a larger one is refused with 413. A gateway holds some of them in memory at a time.',
    remedy: 'Give a whole number from 1 to 50.',
    schema: z.coerce.number().int().min(1).max(50).default(DEFAULT_DELIVERY_MB),
    defaultText: `\`${DEFAULT_DELIVERY_MB}\``,
  }),
};

export const storageVariables = {
  TABLE_BUDGET_GB: variable({
    meaning:
      'How many GiB one table of the database may have, with its indexes, before `evenkeel doctor` and the metric of concerns say so.',
    remedy: 'Give a number above 0, the same for all services that take it.',
    schema: z.coerce.number().positive().max(1_000_000).default(DEFAULT_TABLE_BUDGET_GB),
    defaultText: `\`${DEFAULT_TABLE_BUDGET_GB}\``,
  }),
};

export const retentionVariables = {
  RETENTION_RUN_DAYS: variable({
    meaning:
      'For how many days runs are kept from their end, with their pages, outcomes, plans and what asked for them. A run that is needed stays longer ([which](growth.md)); one that is not can no longer be shown or resumed.',
    remedy: 'Give a whole number from 8 to 3650.',
    schema: z.coerce.number().int().min(8).max(3650).default(DEFAULT_RETENTION.runDays),
    defaultText: `\`${DEFAULT_RETENTION.runDays}\``,
  }),
  RETENTION_CHANGE_DAYS: variable({
    meaning:
      'For how many days the journal of records is kept, which says what a record was before each change. The latest change of each record stays.',
    remedy: 'Give a whole number from 1 to 36500.',
    schema: z.coerce.number().int().min(1).max(36_500).default(DEFAULT_RETENTION.changeDays),
    defaultText: `\`${DEFAULT_RETENTION.changeDays}\``,
  }),
  RETENTION_RESOLVED_FAILURE_DAYS: variable({
    meaning: 'For how many days failures are kept that are resolved.',
    remedy: 'Give a whole number from 1 to 3650.',
    schema: z.coerce.number().int().min(1).max(3650).default(DEFAULT_RETENTION.resolvedFailureDays),
    defaultText: `\`${DEFAULT_RETENTION.resolvedFailureDays}\``,
  }),
  RETENTION_ERROR_LOG_DAYS: variable({
    meaning: 'For how many days the entries of error logs are kept.',
    remedy: 'Give a whole number from 1 to 3650.',
    schema: z.coerce.number().int().min(1).max(3650).default(DEFAULT_RETENTION.errorLogDays),
    defaultText: `\`${DEFAULT_RETENTION.errorLogDays}\``,
  }),
  RETENTION_EVENT_DAYS: variable({
    meaning:
      'For how many days events are kept. Who follows them, Kafka too, may be away for so long without missing any.',
    remedy: 'Give a whole number from 1 to 365.',
    schema: z.coerce.number().int().min(1).max(365).default(DEFAULT_RETENTION.eventDays),
    defaultText: `\`${DEFAULT_RETENTION.eventDays}\``,
  }),
  RETENTION_TRIGGER_MESSAGE_DAYS: variable({
    meaning:
      'For how many days messages that asked for runs are known: one that comes again in that time starts nothing. Give more than Kafka keeps them.',
    remedy: 'Give a whole number from 1 to 3650.',
    schema: z.coerce.number().int().min(1).max(3650).default(DEFAULT_RETENTION.triggerMessageDays),
    defaultText: `\`${DEFAULT_RETENTION.triggerMessageDays}\``,
  }),
  RETENTION_DELIVERY_DAYS: variable({
    meaning:
      'For how many days deliveries to webhooks are kept: one that comes again in that time starts nothing, and each can be delivered again.',
    remedy: 'Give a whole number from 1 to 3650.',
    schema: z.coerce.number().int().min(1).max(3650).default(DEFAULT_RETENTION.deliveryDays),
    defaultText: `\`${DEFAULT_RETENTION.deliveryDays}\``,
  }),
  RETENTION_AUDIT_DAYS: variable({
    meaning:
      'For how many days the audit log is kept. The database lets nothing go of it that is younger than 30 days.',
    remedy: 'Give a whole number from 31 to 36500.',
    schema: z.coerce.number().int().min(31).max(36_500).default(DEFAULT_RETENTION.auditDays),
    defaultText: `\`${DEFAULT_RETENTION.auditDays}\``,
  }),
};
