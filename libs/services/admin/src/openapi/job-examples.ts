import type { AnswerOf } from '@evenkeel/contracts-admin';
import { JOB_DEFAULTS } from '@evenkeel/domain';
import { AT, ID, job } from './example-shop.js';

export const trigger: AnswerOf<'showTrigger'> = {
  id: ID.trigger,
  jobId: ID.job,
  kind: 'manual',
  actor: 'ada',
  mode: null,
  externalIds: null,
  preview: false,
  planId: null,
  period: null,
  state: 'opened',
  executionId: ID.execution,
  waitsFor: null,
  acceptedAt: AT,
};

export const wholeJob: AnswerOf<'showJob'> = {
  ...JOB_DEFAULTS,
  ...job,
  connection: { id: ID.connection, name: 'shop' },
  revision: 3,
  stream: 'customers',
  recordType: 'customer',
  fields: [],
  pairBy: [],
  derive: [],
  links: [],
  mapping: [{ source: 'email', target: 'email', transforms: ['trim', 'lowercase'], required: true }],
  schedule: { kind: 'interval', everySeconds: 900 },
  dependsOn: [],
  lastRun: { executionId: ID.execution, status: 'completed', startedAt: AT, finishedAt: AT },
  lastRunAt: AT,
  lastStatus: 'completed',
  lastSuccessAt: AT,
  nextRunAt: '2026-11-28T17:18:32.000Z',
  fullRuns: { deletionsLookedForAt: AT, everySeconds: 86_400, nextDueAt: null, note: null },
  skippedSlot: null,
  removedAt: null,
  managedBy: 'shop',
};

export const group: AnswerOf<'showGroup'> = {
  id: '01a22319-3c00-7e11-8f00-1a2b3c4d5e6f',
  name: 'shop',
  jobs: [{ name: 'shop-customers', dependsOn: [] }],
  run: null,
  managedBy: null,
};
