import { expect, first, given, opened, run, untilEnded, untilStatus, type Api } from './client.mjs';

const CUSTOMERS = { params: { path: { job: 'customers' } } };
const TYPE = { params: { path: { recordType: 'customer' } } };

const mapping = [
  { source: 'id', target: 'id' },
  { source: 'email', target: 'email', required: true, transforms: ['trim', { name: 'lowercase' }] },
];

/** What `evenkeel types` and `evenkeel jobs` do. */
export async function keepJobs(api: Api): Promise<void> {
  const schema = { type: 'object', properties: { id: { type: 'integer' }, email: { type: 'string' } } };
  await given(api.PUT('/api/v1/record-types/{recordType}', { ...TYPE, body: { schema } }));
  const tested = await given(
    api.POST('/api/v1/mapping-tests', { body: { mapping, records: [{ id: 1, email: ' A@B.C ' }] } }),
  );
  expect(tested.ok && tested.records[0]?.outcome === 'mapped', 'a mapping can be tried by itself');
  const job = await given(
    api.POST('/api/v1/jobs', {
      body: {
        ...{ name: 'customers', connection: 'shop', stream: 'items', recordType: 'customer' },
        ...{ mode: 'incremental', mapping, deadLetterAfter: 1, deleteCeiling: { percent: 0, records: 2 } },
      },
    }),
  );
  const changed = await given(
    api.PATCH('/api/v1/jobs/{job}', {
      params: { ...CUSTOMERS.params, header: { 'If-Match': `"${job.revision}"` } },
      body: { schedule: { kind: 'cron', expression: '0 3 * * *' }, retryOnFailure: false },
    }),
  );
  expect(changed.schedule?.kind === 'cron' && changed.schedule.timeZone === 'UTC', 'it has a schedule');
  const { nextRunAt } = await given(api.GET('/api/v1/jobs/{job}', CUSTOMERS));
  expect(nextRunAt !== null, 'it says when it runs next');
  const runs = await given(
    api.GET('/api/v1/jobs/{job}/next-runs', { params: { ...CUSTOMERS.params, query: { count: 3 } } }),
  );
  expect(
    runs.items.length === 3 && runs.items[0]?.startsAt === nextRunAt,
    'it says when the next ones begin',
  );
  const { items } = await given(api.GET('/api/v1/jobs'));
  expect(items.length === 1, 'it is listed');
  const sent = await given(api.GET('/api/v1/trigger-messages', { params: { query: { state: 'rejected' } } }));
  expect(sent.items.length === 0, 'no message of another system was rejected');
  const topics = await given(api.GET('/api/v1/trigger-topics'));
  expect(topics.items.length === 0, 'without Kafka no topic is listened to');
  const sampled = await given(
    api.POST('/api/v1/jobs/{job}/mapping-tests', { ...CUSTOMERS, body: { sample: 10 } }),
  );
  expect(sampled.records.length === 10, 'its mapping can be tried on what the provider has');
}

/** What `evenkeel preview`, `evenkeel plan` and `evenkeel run --plan` do. */
export async function keepPlans(api: Api): Promise<void> {
  const asked = await given(
    api.POST('/api/v1/jobs/{job}/previews', { ...CUSTOMERS, body: { mode: 'full' } }),
  );
  const preview = await untilEnded(api, (await opened(api, asked)).id);
  const path = { plan: preview.plan?.id ?? '' };
  const plan = await given(api.GET('/api/v1/plans/{plan}', { params: { path } }));
  expect(plan.counts.new === 27 && plan.counts.rejected === 3, 'the plan counts what would become of each');
  const change = first(
    await given(api.GET('/api/v1/plans/{plan}/changes', { params: { path, query: { limit: 5 } } })),
  );
  expect(change.bucket === 'new', 'it tells each change');
  const { items } = await given(api.GET('/api/v1/plans', { params: { query: { job: 'customers' } } }));
  expect(items.length === 1, 'it is listed');
  const run = await given(
    api.POST('/api/v1/jobs/{job}/runs', {
      params: { ...CUSTOMERS.params, header: { 'Idempotency-Key': 'the plan, once' } },
      body: { planId: path.plan },
    }),
  );
  const done = await untilEnded(api, (await opened(api, run)).id);
  expect(done.receipt.balanced && done.receipt.created === 27, 'it is carried out');
}

/** A job whose runs wait until somebody has looked at their plan. */
export async function approvePlans(api: Api): Promise<void> {
  await given(
    api.POST('/api/v1/jobs', {
      body: {
        ...{ name: 'asked', connection: 'shop', stream: 'items', recordType: 'asked' },
        ...{ mode: 'full', requiresApproval: true },
      },
    }),
  );
  const waiting = async () => {
    const path = { job: 'asked' };
    const trigger = await given(api.POST('/api/v1/jobs/{job}/runs', { params: { path }, body: {} }));
    const { id, plan } = await untilStatus(api, (await opened(api, trigger)).id, 'awaiting_approval');
    return { id, params: { path: { plan: plan?.id ?? '' } } };
  };
  const rejected = await waiting();
  const { state } = await given(api.POST('/api/v1/plans/{plan}/reject', { params: rejected.params }));
  expect(state === 'rejected', 'a plan can be rejected');
  const approved = await waiting();
  await given(api.POST('/api/v1/plans/{plan}/approve', { params: approved.params }));
  expect((await untilEnded(api, approved.id)).receipt.created === 30, 'an approved plan is carried out');
}

/** What `evenkeel watermark` and `evenkeel groups` do. */
export async function keepOrder(api: Api): Promise<void> {
  await run(api, 'customers');
  const { watermark } = await given(api.GET('/api/v1/jobs/{job}/watermark', CUSTOMERS));
  expect(watermark?.kind === 'time', 'a run leaves a watermark');
  const set = await given(
    api.PUT('/api/v1/jobs/{job}/watermark', {
      ...CUSTOMERS,
      body: { watermark: { kind: 'time', value: '2026-01-01T00:00:00.000Z' } },
    }),
  );
  expect(set.watermark?.value === '2026-01-01T00:00:00.000Z', 'it can be set');
  const history = await given(api.GET('/api/v1/jobs/{job}/watermark/history', CUSTOMERS));
  expect(history.items.length >= 2, 'its history is kept');
  const group = { params: { path: { group: 'nightly' } } };
  await given(api.POST('/api/v1/groups', { body: { name: 'nightly', jobs: ['customers'] } }));
  expect(first(await given(api.GET('/api/v1/groups'))).name === 'nightly', 'a group is listed');
  await given(api.POST('/api/v1/groups/{group}/runs', group));
  for (let state = ''; state !== 'completed' && state !== 'completed_with_errors';) {
    state = (await given(api.GET('/api/v1/groups/{group}', group))).run?.status ?? '';
  }
  await given(api.DELETE('/api/v1/groups/{group}', group));
}
