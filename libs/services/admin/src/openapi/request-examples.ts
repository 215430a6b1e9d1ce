import type { CallOf } from '@evenkeel/contracts-admin';
import { AT, connection, customerSchema, job } from './example-shop.js';

/** By the id of the schema of a body. */
export const bodies = {
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
  AcceptShape: { version: 3 },
  UndoMerge: { references: ['cus_7'] },
  DedupeStored: { preview: true },
  CreateRecord: { type: 'customer', data: { name: 'Ada', email: 'ada@example.com' } },
  ChangeRecord: { set: { email: 'ada@example.com' }, unset: ['phone'] },
  EraseRecord: { preview: false, reason: 'asked for on 2026-11-30' },
  SetWatermark: { watermark: { kind: 'time', value: AT } },
  SetControl: { state: 'paused' },
  SetConnectionControl: { state: 'stopped', cancelRuns: true },
  AddWebhookEndpoint: { stream: 'customers', idPath: 'data.id' },
  RetryFailures: { job: job.name, code: 'record.required_field_missing' },
  EditFailure: { raw: '{"id":"cus_1","email":"ada@example.com"}' },
  DiscardFailure: { reason: 'A test customer.' },
  DiscardExecution: { reason: 'The provider has deleted the stream.' },
  SettlePush: { outcome: 'applied', externalId: 'cus_1', reason: 'It is in the list of customers.' },
  RejectInactivationApproval: { reason: 'The provider has lost them by mistake.' },
  Nothing: {},
} as const;
