import type { AnswerOf, AuditEventView, RecordView } from '@evenkeel/contracts-admin';
import { DEFAULT_TENANT } from '@evenkeel/domain';
import { z } from 'zod';
import { conflictAnswers } from './conflict-examples.js';
import { engineAnswers } from './engine-examples.js';
import { eventList } from './event-examples.js';
import { apiKey, AT, connection, customerSchema, ID, job } from './example-shop.js';
import { group, trigger, wholeJob } from './job-examples.js';
import { bodies } from './request-examples.js';

const RECORD = {
  id: '4711',
  recordType: 'customer',
  data: { email: 'ada@example.com' },
  version: 2,
  createdAt: AT,
  updatedAt: AT,
  inactiveAt: null,
  mergedInto: null,
  references: [
    {
      connection: 'shop',
      stream: 'customers',
      externalId: 'cus_1',
      observedAt: AT,
      inactiveAt: null,
      inactiveCause: null,
      inactiveBy: null,
      syncStatus: null,
      rule: null,
    },
  ],
} satisfies RecordView;

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
    streams: [{ stream: 'customers', records: 100, writes: ['create', 'update'], doubts: [], problem: null }],
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
    match: null,
    matching: 'none',
    sensitive: ['email'],
    jobs: [job],
    managedBy: 'shop',
    view: {
      address: '"synced"."customer"',
      columns: [{ name: 'email', property: 'email', type: 'text' }],
      withoutColumn: [],
      problem: null,
    },
  } satisfies AnswerOf<'showRecordType'>,
  EventList: eventList,
  Retry: { trigger, failures: 12, more: false } satisfies AnswerOf<'retryFailures'>,
  ...engineAnswers,
  AddedApiKey: {
    ...apiKey,
    key: 'evk_9f2Kx0QmR7aB_the-secret-part-of-the-key',
  } satisfies AnswerOf<'addApiKey'>,
  ApiKey: { ...apiKey, lastUsedAt: AT, revokedAt: AT } satisfies AnswerOf<'revokeApiKey'>,
  CallerView: {
    actor: 'key:ci',
    tenantId: DEFAULT_TENANT,
    roles: ['operator'],
  } satisfies AnswerOf<'showCaller'>,
  AuditEvent: {
    id: '4711',
    at: AT,
    actor: 'key:ci',
    claimed: 'cli:ada',
    address: '10.1.2.3',
    operation: 'changeConnection',
    target: { connection: 'shop' },
    outcome: 'done',
    code: null,
    changes: [
      {
        subject: 'connection',
        key: { id: ID.connection, name: 'shop' },
        before: { path: 'auto', revision: 1 },
        after: { path: 'primary', revision: 2 },
      },
    ],
  } satisfies AuditEventView,
  Watermark: {
    job,
    watermark: { kind: 'time', value: AT },
    savedAt: AT,
    executionId: ID.execution,
    actor: null,
  } satisfies AnswerOf<'showWatermark'>,
  Record: RECORD,
  RecordPage: {
    ...RECORD,
    links: { from: [], to: [] },
    failures: [],
    conflicts: [],
    writtenBetween: [
      {
        pushId: '0192f1c5-7d4f-7e6a-9b1c-2f3a4b5c6d81',
        job: { id: '0192f1c5-7d4f-7e6a-9b1c-2f3a4b5c6d7e', name: 'customers' },
        externalId: 'cus_17',
        fields: ['notes'],
        at: '2026-11-21T10:15:00.000Z',
      },
    ],
    merges: [],
    erasure: null,
    events: [
      {
        kind: 'changed',
        at: AT,
        version: 2,
        fields: [{ field: 'email', before: '"ada@example.org"', after: '"ada@example.com"' }],
        detail: null,
        executionId: ID.execution,
        job: { ...job, revision: 1 },
        reference: { connection: 'shop', stream: 'customers', externalId: 'cus_1' },
      },
    ],
  } satisfies AnswerOf<'showRecord'>,
  ErasedRecord: {
    record: '4711',
    externalIds: ['cus_1'],
    records: 1,
    preview: true,
    tables: [
      { table: 'record', rows: 1 },
      { table: 'record_change', rows: 2 },
    ],
    erasure: null,
  } satisfies AnswerOf<'eraseRecord'>,
  ...conflictAnswers,
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
