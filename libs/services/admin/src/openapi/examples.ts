import type { AnswerOf, CallOf } from '@evenkeel/contracts-admin';
import { JOB_DEFAULTS } from '@evenkeel/domain';
import { z } from 'zod';

const ID = {
  connection: '01a22319-0c1f-7cc1-9a2b-3d1f5f4a7b10',
  job: '01a22319-1f40-7b52-8c77-0a9be2d1c6f3',
  trigger: '01a22319-2a77-7d0e-b1c4-5f6a7b8c9d0e',
  execution: '01a22319-2b90-7a1c-92d8-6e5d4c3b2a19',
} as const;
const AT = '2026-11-28T17:03:32.000Z';
const job = { id: ID.job, name: 'shop-customers' };
const customerSchema = {
  type: 'object',
  required: ['email'],
  properties: { email: { type: 'string', format: 'email' } },
};

const connection: AnswerOf<'showConnection'> = {
  id: ID.connection,
  name: 'shop',
  connector: 'rest',
  settings: { baseUrl: 'https://api.example.com/v1', streams: { customers: { path: '/customers' } } },
  quota: { rate: { calls: 100, perSeconds: 60 }, concurrency: null, reservedShare: 0.3 },
  retry: null,
  path: 'auto',
  status: 'active',
  statusReason: null,
  revision: 1,
};

const trigger: AnswerOf<'showTrigger'> = {
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

const wholeJob: AnswerOf<'showJob'> = {
  ...JOB_DEFAULTS,
  ...job,
  connection: { id: ID.connection, name: 'shop' },
  revision: 3,
  stream: 'customers',
  recordType: 'customer',
  fields: [],
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
};

const group: AnswerOf<'showGroup'> = {
  id: '01a22319-3c00-7e11-8f00-1a2b3c4d5e6f',
  name: 'shop',
  jobs: [{ name: 'shop-customers', dependsOn: [] }],
  run: null,
};

const bodies = {
  AddConnection: {
    name: 'shop',
    connector: 'rest',
    settings: connection.settings,
    credentials: { token: 'the token of the provider' },
    quota: { rate: { calls: 100, perSeconds: 60 } },
  } satisfies CallOf<'addConnection'>,
  ChangeConnection: { quota: { concurrency: 4 }, retry: null },
  AddJob: {
    name: job.name,
    connection: 'shop',
    stream: 'customers',
    recordType: 'customer',
    schedule: { kind: 'cron', expression: '*/15 * * * *' },
    filter: { field: 'status', equals: 'active' },
    mapping: [
      { source: 'email', target: 'email', transforms: ['trim', 'lowercase'], required: true },
      { source: 'visits', target: 'visits', transforms: [{ name: 'cast', to: 'integer' }], default: 0 },
    ],
  } satisfies CallOf<'addJob'>,
  ChangeJob: { schedule: null, timeoutMinutes: 120 },
  RequestRun: { externalIds: ['cus_1', 'cus_2'] },
  TrySettings: {
    settings: connection.settings,
    credentials: { token: 'the token of the provider' },
    stream: 'customers',
  } satisfies Omit<CallOf<'trySettings'>, 'connector'>,
  TryConnection: { pages: 1 },
  TestMapping: {
    mapping: [{ source: 'name', target: 'name', transforms: ['trim'] }],
    records: [{ name: ' Ada ' }],
  } satisfies CallOf<'testMapping'>,
  TestJobMapping: { sample: 5 },
  RequestPreview: { mode: 'full' },
  AddGroup: { name: 'shop', jobs: ['shop-customers', 'shop-orders'] },
  SetRecordType: { schema: customerSchema },
  SetWatermark: { watermark: { kind: 'time', value: AT } },
  SetControl: { state: 'paused' },
  AddWebhookEndpoint: { stream: 'customers', idPath: 'data.id' },
  RetryFailures: { job: job.name, code: 'record.required_field_missing' },
  EditFailure: { raw: '{"id":"cus_1","email":"ada@example.com"}' },
  DiscardFailure: { reason: 'A test customer.' },
  DiscardExecution: { reason: 'The provider has deleted the stream.' },
  RejectInactivationApproval: { reason: 'The provider has lost them by mistake.' },
  Nothing: {},
} as const;

const answers = {
  MappingTest: {
    ok: true,
    records: [
      {
        externalId: null,
        outcome: 'mapped',
        before: { name: ' Ada ' },
        after: { name: 'Ada' },
        fields: [{ source: 'name', target: 'name', before: ' Ada ', after: 'Ada', problem: null }],
        problem: null,
      },
    ],
  } satisfies AnswerOf<'testMapping'>,
  Connection: connection,
  ConnectionCheck: {
    ok: true,
    problem: null,
    streams: [{ stream: 'customers', records: 100, doubts: [], problem: null }],
  } satisfies AnswerOf<'checkConnection'>,
  Trigger: trigger,
  Job: wholeJob,
  JobRemoval: {
    ...job,
    removedAt: AT,
    cancelled: 1,
    references: 'kept',
  } satisfies AnswerOf<'removeJob'>,
  Group: group,
  RecordType: {
    name: 'customer',
    revision: 2,
    schema: customerSchema,
    jobs: [job],
    view: {
      address: '"synced"."customer"',
      columns: [{ name: 'email', property: 'email', type: 'text' }],
      withoutColumn: [],
      problem: null,
    },
  } satisfies AnswerOf<'showRecordType'>,
  Retry: { trigger, failures: 12, more: false } satisfies AnswerOf<'retryFailures'>,
  Control: {
    state: 'paused',
    actor: 'ada',
    changedAt: AT,
    executions: 2,
  } satisfies AnswerOf<'controlEngine'>,
  Watermark: {
    job,
    watermark: { kind: 'time', value: AT },
    savedAt: AT,
    executionId: ID.execution,
    actor: null,
  } satisfies AnswerOf<'showWatermark'>,
  Record: {
    id: '4711',
    recordType: 'customer',
    data: { email: 'ada@example.com' },
    version: 2,
    createdAt: AT,
    updatedAt: AT,
    inactiveAt: null,
    references: [
      {
        connection: 'shop',
        stream: 'customers',
        externalId: 'cus_1',
        observedAt: AT,
        inactiveAt: null,
        inactiveCause: null,
        inactiveBy: null,
      },
    ],
  } satisfies AnswerOf<'showRecord'>,
  ConcernList: {
    items: [
      {
        kind: 'connection_needs_attention',
        about: 'shop',
        id: null,
        count: 1,
        since: AT,
        message: 'The provider refused our credentials: 401 invalid token.',
      },
    ],
  } satisfies AnswerOf<'listConcerns'>,
  ResumedCalls: { name: 'shop', executions: 1 } satisfies AnswerOf<'resumeCalls'>,
} as const;

/** By the id of the schema. A spec holds each against its schema. */
export const EXAMPLES: Readonly<Record<string, unknown>> = { ...bodies, ...answers };

/** What a value of the schema may look like; undefined where none is written down. Of a list it is one with one entry. */
export function exampleOf(schema: z.ZodType): unknown {
  const id = z.globalRegistry.get(schema)?.id ?? '';
  if (Object.hasOwn(EXAMPLES, id)) return EXAMPLES[id];
  const entry = id.replace(/List$/, '');
  return entry !== id && Object.hasOwn(EXAMPLES, entry)
    ? { items: [EXAMPLES[entry]], next: null }
    : undefined;
}
