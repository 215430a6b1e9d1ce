import { settings } from './connections.mjs';
import {
  execution,
  expect,
  first,
  given,
  opened,
  refusal,
  run,
  untilEnded,
  untilStatus,
  type Api,
} from './client.mjs';

const SHOP = { params: { path: { connection: 'shop' } } };

/** What `evenkeel dlq` does. */
export async function repairRecords(api: Api): Promise<void> {
  const query = { job: 'customers' };
  const list = async () => (await given(api.GET('/api/v1/failures', { params: { query } }))).items;
  const [one, two, three] = await list();
  if (one === undefined || two === undefined || three === undefined) throw new Error('Three were to fail');
  const group = first(await given(api.GET('/api/v1/failures/groups', { params: { query } })));
  expect(group.dead === 3 && group.remedy !== '', 'they have one cause');
  const at = ({ id }: { readonly id: string }) => ({ params: { path: { failure: id } } });
  const { raw } = await given(api.GET('/api/v1/failures/{failure}', at(one)));
  const repaired = (raw ?? '').replace('null', '"repaired@example.com"');
  const edited = await given(
    api.PATCH('/api/v1/failures/{failure}', { ...at(one), body: { raw: repaired } }),
  );
  const { receipt } = await untilEnded(api, (await opened(api, edited.trigger)).id);
  expect(receipt.balanced && receipt.created === 1, 'the corrected record is created');
  const retry = await given(api.POST('/api/v1/failures/{failure}/retry', at(two)));
  const retried = await untilEnded(api, (await opened(api, retry.trigger)).id);
  expect(retried.receipt.balanced && retried.receipt.failed === 1, 'what is as bad as before fails again');
  const rest = await given(api.POST('/api/v1/failures/retry', { body: query }));
  expect(rest.failures === 2, 'the others are tried again together');
  await untilEnded(api, (await opened(api, rest.trigger)).id);
  await given(
    api.POST('/api/v1/failures/{failure}/discard', { ...at(three), body: { reason: 'a test row' } }),
  );
  expect((await list()).length === 1, 'what is discarded is open no more');
}

/** What `evenkeel executions`, `pause`, `resume`, `cancel` and `retry` do. */
export async function holdRuns(api: Api): Promise<void> {
  const control = (state: 'paused' | 'running') =>
    given(api.POST('/api/v1/connections/{connection}/control', { ...SHOP, body: { state } }));
  await control('paused');
  const begun = api.POST('/api/v1/jobs/{job}/runs', { params: { path: { job: 'customers' } }, body: {} });
  const { id } = await opened(api, await given(begun));
  const at = { params: { path: { execution: id } } };
  await untilStatus(api, id, 'paused');
  await given(api.POST('/api/v1/executions/{execution}/pause', at));
  await control('running');
  expect((await execution(api, id)).heldBy === 'user', 'a person holds it still');
  const cancelled = await given(api.POST('/api/v1/executions/{execution}/cancel', at));
  expect(cancelled.status === 'cancelled' && cancelled.reason?.kind === 'user', 'it is cancelled');
  await given(api.POST('/api/v1/executions/{execution}/resume', at));
  const ended = await untilEnded(api, id);
  expect(ended.receipt.balanced && ended.epoch > 1, 'it goes on as another epoch');
  const told = await given(
    api.GET('/api/v1/executions/{execution}/events', {
      params: { path: at.params.path, query: { type: 'sync.cancelled,sync.resumed' } },
    }),
  );
  const types = typeof told === 'string' ? [] : told.items.map(({ type }) => type);
  expect(types.join().includes('sync.cancelled,sync.resumed'), 'what happened to it is told in its order');
  const latest = await given(
    api.GET('/api/v1/events', { params: { query: { job: 'customers', limit: 2 } } }),
  );
  expect(typeof latest !== 'string' && latest.items.length === 2, 'the latest events of a job are listed');
  const retry = await given(api.POST('/api/v1/executions/{execution}/retry', at));
  const retried = await untilEnded(api, (await opened(api, retry)).id);
  expect(retried.trigger.kind === 'retry', 'what it left failed is tried again');
  const discard = await refusal(
    api.POST('/api/v1/executions/{execution}/discard', { ...at, body: { reason: 'none' } }),
  );
  expect(discard.status === 409, 'only what is dead is discarded');
  const { items } = await given(
    api.GET('/api/v1/executions', { params: { query: { job: 'customers', limit: 50 } } }),
  );
  expect(
    items.some((each) => each.id === id),
    'it is listed',
  );
  const [failed] = items.filter(({ status }) => status === 'completed_with_errors');
  const params = { path: { execution: failed?.id ?? '' }, query: { limit: 10 } };
  const outcome = first(await given(api.GET('/api/v1/executions/{execution}/outcomes', { params })));
  expect(outcome.outcome === 'rejected', 'its outcomes are told');
  const error = first(await given(api.GET('/api/v1/executions/{execution}/errors', { params })));
  expect(error.code !== '' && error.class === 'data', 'its errors are told');
}

/** What `evenkeel records` and `evenkeel approvals` do. */
export async function decideInactivations(api: Api, provider: string): Promise<void> {
  const record = first(
    await given(api.GET('/api/v1/records', { params: { query: { type: 'customer', limit: 1 } } })),
  );
  const shown = await given(api.GET('/api/v1/records/{record}', { params: { path: { record: record.id } } }));
  expect(shown.references[0]?.connection === 'shop', 'a record names what it came from');
  const [field = ''] = Object.keys(shown.data);
  const history = await given(
    api.GET('/api/v1/records/{record}/history', {
      params: { path: { record: record.id }, query: { field } },
    }),
  );
  expect(history.items[0]?.reason === 'read', 'a field tells where its value comes from');
  await given(
    api.PATCH('/api/v1/connections/{connection}', {
      ...SHOP,
      body: { settings: settings(provider, '/few') },
    }),
  );
  const waiting = async () => {
    await run(api, 'customers');
    const { id } = first(
      await given(
        api.GET('/api/v1/approvals', { params: { query: { job: 'customers', state: 'waiting' } } }),
      ),
    );
    return { params: { path: { approval: id } } };
  };
  // What is missing once is kept, and asked about when it is missing again.
  await run(api, 'customers');
  const kept = await waiting();
  const { candidates } = await given(api.GET('/api/v1/approvals/{approval}', kept));
  expect(candidates > 20, 'many would become inactive');
  await given(api.POST('/api/v1/approvals/{approval}/reject', { ...kept, body: { reason: 'a mistake' } }));
  const { trigger } = await given(api.POST('/api/v1/approvals/{approval}/grant', await waiting()));
  if (trigger === null) throw new Error('Nothing carries the grant out');
  const { receipt } = await untilEnded(api, (await opened(api, trigger)).id);
  expect(receipt.closeOut?.inactivated === candidates, 'they are inactivated once that is granted');
}

/** What `evenkeel records create`, `set` and `delete` do: of a type that no job brings nothing writes over an edit. */
export async function editRecords(api: Api): Promise<void> {
  const path = { recordType: 'note' };
  await given(api.PUT('/api/v1/record-types/{recordType}', { params: { path }, body: { schema: null } }));
  const { id } = await given(api.POST('/api/v1/records', { body: { type: 'note', data: { text: 'a' } } }));
  const at = { params: { path: { record: id }, header: { 'If-Match': '"1"' } } };
  const changed = await given(
    api.PATCH('/api/v1/records/{record}', { ...at, body: { set: { 'by.name': 'ann' }, unset: ['text'] } }),
  );
  expect(changed.version === 2 && changed.data['text'] === undefined, 'a record is changed');
  const gone = await given(api.DELETE('/api/v1/records/{record}', { params: { path: { record: id } } }));
  expect(gone.inactiveAt !== null, 'a deleted one is kept as an inactive one');
  await given(api.DELETE('/api/v1/record-types/{recordType}', { params: { path } }));
}

/** What `evenkeel pushes` does where no job writes. */
export async function lookAtPushes(api: Api): Promise<void> {
  const { items } = await given(api.GET('/api/v1/pushes', { params: { query: { state: 'all' } } }));
  expect(items.length === 0, 'nothing is written');
  const at = { params: { path: { push: '01a228e4-0000-7000-8000-000000000001' } } };
  expect((await refusal(api.GET('/api/v1/pushes/{push}', at))).status === 404, 'there is none to be shown');
  const settled = await refusal(
    api.POST('/api/v1/pushes/{push}/settle', { ...at, body: { outcome: 'not_applied' } }),
  );
  expect(settled.status === 404, 'and none to be settled');
  const left = await given(api.GET('/api/v1/quarantine', { params: { query: {} } }));
  expect(left.items.length === 0, 'nothing goes back and forth');
  const released = await refusal(
    api.POST('/api/v1/quarantine/{quarantined}/release', {
      params: { path: { quarantined: '7' } },
      body: {},
    }),
  );
  expect(released.status === 404, 'and nothing is released');
}

/** What `evenkeel conflicts` does where no job goes both ways. */
export async function lookAtConflicts(api: Api): Promise<void> {
  const { items } = await given(api.GET('/api/v1/conflicts', { params: { query: { state: 'all' } } }));
  expect(items.length === 0, 'nothing is contested');
  const rule: { job: string; others: 'remote' } = { job: 'customers', others: 'remote' };
  const preview = await given(api.POST('/api/v1/conflicts/resolve', { body: rule }));
  expect(preview.preview && preview.found === 0, 'a rule has nothing to decide');
  const unseen = api.POST('/api/v1/conflicts/resolve', { body: { ...rule, preview: false } });
  expect((await refusal(unseen)).status === 400, 'and decides nothing without its preview');
  const at = { params: { path: { conflict: '01a228e4-0000-7000-8000-000000000001' } } };
  expect((await refusal(api.GET('/api/v1/conflicts/{conflict}', at))).status === 404, 'none is shown');
  const decided = api.POST('/api/v1/conflicts/{conflict}/resolve', { ...at, body: { others: 'local' } });
  expect((await refusal(decided)).status === 404, 'none is decided');
  const undone = api.POST('/api/v1/conflicts/{conflict}/undo', { ...at, body: {} });
  expect((await refusal(undone)).status === 404, 'and none is taken back');
}

/** What `evenkeel pairs` does where no job writes. */
export async function lookAtPairs(api: Api, job: string): Promise<void> {
  const at = { params: { path: { job } } };
  const { items } = await given(api.GET('/api/v1/jobs/{job}/pairs', at));
  expect(items.length === 0, 'nothing waits to be paired');
  const settled = await refusal(
    api.POST('/api/v1/jobs/{job}/pairs/decide', { ...at, body: { recordId: '1', externalId: 'cus_1' } }),
  );
  expect(settled.status === 409, 'and nothing can be settled');
}

/** What `evenkeel records erase` and `unerase` do. */
export async function eraseRecords(api: Api): Promise<void> {
  const { id } = first(
    await given(api.GET('/api/v1/records', { params: { query: { type: 'customer', limit: 1 } } })),
  );
  const at = { params: { path: { record: id } } };
  const preview = await given(api.POST('/api/v1/records/{record}/erase', { ...at, body: {} }));
  expect(preview.preview && preview.erasure === null, 'a preview erases nothing');
  const erased = await given(
    api.POST('/api/v1/records/{record}/erase', { ...at, body: { preview: false, reason: 'asked for' } }),
  );
  expect(
    erased.tables.some(({ table }) => table === 'record'),
    'its values are gone',
  );
  const shown = await given(api.GET('/api/v1/records/{record}', at));
  expect(shown.erasure?.reason === 'asked for' && Object.keys(shown.data).length === 0, 'its page tells');
  const allowed = await given(api.POST('/api/v1/records/{record}/unerase', at));
  expect(allowed.erasure?.liftedBy != null, 'it may be kept again');
}
