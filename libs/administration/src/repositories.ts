import type { RepositoryName, SystemRepositoryName } from '@evenkeel/ports';

/** What the use cases take of the store. */
export const administrationRepositories: readonly RepositoryName[] = [
  'connections',
  'connectionRemovals',
  'controls',
  'webhooks',
  'jobs',
  'jobRemovals',
  'groups',
  'recordTypes',
  'recordViews',
  'streamShapes',
  'scheduleSlots',
  'triggers',
  'watermarks',
  'executions',
  'executionRetries',
  'receipts',
  'fullExecutions',
  'errorLog',
  'chunks',
  'records',
  'recordHistory',
  'links',
  'sharedRecords',
  'matchKeys',
  'matchReviews',
  'merges',
  'erasures',
  'pushIntents',
  'plans',
  'closeOuts',
  'inactivationApprovals',
  'failures',
  'parked',
  'outages',
  'concerns',
  'outbox',
];

/** The same over all tenants: an operation on the engine, and sweeps. */
export const administrationSystemRepositories: readonly SystemRepositoryName[] = [
  'due',
  'engine',
  'outages',
  'outbox',
];
