import { z } from 'zod';
import {
  DEFAULT_TABLE_BUDGET_GB,
  ENGINE_SETTINGS,
  remedyOf,
  type WholeNumberSetting,
} from '@evenkeel/domain';
import type { Capacity, Retention, Windows } from '@evenkeel/ports';
import { readVariables, variable, type Environment } from './variables.js';

/** A setting that people may change while the engine runs, as a variable: it holds until they do. */
function settable(setting: WholeNumberSetting) {
  const { meaning, least, most, initial } = setting;
  return variable({
    meaning,
    remedy: `Give ${remedyOf(setting)}.`,
    schema: z.coerce.number().int().min(least).max(most).default(initial),
    defaultText: `\`${initial}\``,
  });
}

export const capacityVariables = {
  EXECUTOR_CONCURRENCY: settable(ENGINE_SETTINGS.EXECUTOR_CONCURRENCY),
  EXECUTOR_RESERVED: settable(ENGINE_SETTINGS.EXECUTOR_RESERVED),
};

export const windowVariables = {
  DISPATCH_PER_EXECUTION: settable(ENGINE_SETTINGS.DISPATCH_PER_EXECUTION),
  DISPATCH_PER_PACED_EXECUTION: settable(ENGINE_SETTINGS.DISPATCH_PER_PACED_EXECUTION),
  DISPATCH_PER_CONNECTION: settable(ENGINE_SETTINGS.DISPATCH_PER_CONNECTION),
  DISPATCH_PER_TENANT: settable(ENGINE_SETTINGS.DISPATCH_PER_TENANT),
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
  RETENTION_RUN_DAYS: settable(ENGINE_SETTINGS.RETENTION_RUN_DAYS),
  RETENTION_CHANGE_DAYS: settable(ENGINE_SETTINGS.RETENTION_CHANGE_DAYS),
  RETENTION_RESOLVED_FAILURE_DAYS: settable(ENGINE_SETTINGS.RETENTION_RESOLVED_FAILURE_DAYS),
  RETENTION_ERROR_LOG_DAYS: settable(ENGINE_SETTINGS.RETENTION_ERROR_LOG_DAYS),
  RETENTION_EVENT_DAYS: settable(ENGINE_SETTINGS.RETENTION_EVENT_DAYS),
  RETENTION_TRIGGER_MESSAGE_DAYS: settable(ENGINE_SETTINGS.RETENTION_TRIGGER_MESSAGE_DAYS),
  RETENTION_DELIVERY_DAYS: settable(ENGINE_SETTINGS.RETENTION_DELIVERY_DAYS),
  RETENTION_AUDIT_DAYS: settable(ENGINE_SETTINGS.RETENTION_AUDIT_DAYS),
};

/** Throws `WrongEnvironment`. */
export function readDeliveryBytes(environment: Environment): number {
  return readVariables(deliveryVariables, environment).WEBHOOK_BODY_LIMIT_MB * 1024 * 1024;
}

/** Throws `WrongEnvironment`. */
export function readCapacity(environment: Environment): Capacity {
  const values = readVariables(capacityVariables, environment);
  return { chunks: values.EXECUTOR_CONCURRENCY, reserved: values.EXECUTOR_RESERVED };
}

/** Throws `WrongEnvironment`. */
export function readWindows(environment: Environment): Windows {
  const values = readVariables(windowVariables, environment);
  return {
    perExecution: {
      primary: values.DISPATCH_PER_EXECUTION,
      enterprise: values.DISPATCH_PER_PACED_EXECUTION,
    },
    perConnection: values.DISPATCH_PER_CONNECTION,
    perTenant: values.DISPATCH_PER_TENANT,
  };
}

/** Throws `WrongEnvironment`. */
export function readStorage(environment: Environment): { readonly tableBudgetGb: number } {
  return { tableBudgetGb: readVariables(storageVariables, environment).TABLE_BUDGET_GB };
}

/** Throws `WrongEnvironment`. */
export function readRetention(environment: Environment): Retention {
  const values = readVariables(retentionVariables, environment);
  return {
    runDays: values.RETENTION_RUN_DAYS,
    changeDays: values.RETENTION_CHANGE_DAYS,
    resolvedFailureDays: values.RETENTION_RESOLVED_FAILURE_DAYS,
    errorLogDays: values.RETENTION_ERROR_LOG_DAYS,
    eventDays: values.RETENTION_EVENT_DAYS,
    triggerMessageDays: values.RETENTION_TRIGGER_MESSAGE_DAYS,
    deliveryDays: values.RETENTION_DELIVERY_DAYS,
    auditDays: values.RETENTION_AUDIT_DAYS,
  };
}
