import { expect, given, refusal, run, type Api } from './client.mjs';

const ITEMS = { params: { path: { connection: 'shop', stream: 'items' } } };
const TYPE = { params: { path: { recordType: 'twin' } } };
const TWINS = { params: { path: { job: 'twins' } } };

/** What `evenkeel streams` and `evenkeel parked` do. */
export async function lookAtStreams(api: Api): Promise<void> {
  const shape = await given(api.GET('/api/v1/connections/{connection}/streams/{stream}/shape', ITEMS));
  expect(
    shape.places.some(({ path }) => path === 'email'),
    'what its records look like is told',
  );
  const { items } = await given(
    api.GET('/api/v1/connections/{connection}/streams/{stream}/shape/versions', ITEMS),
  );
  expect(items.length === shape.version, 'each version is told');
  const accepted = await given(
    api.POST('/api/v1/connections/{connection}/streams/{stream}/shape/accept', {
      ...ITEMS,
      body: { version: shape.version },
    }),
  );
  expect(accepted.acceptedVersion === shape.version, 'it is right as it is');
  const parked = await given(api.GET('/api/v1/parked', { params: { query: { job: 'customers' } } }));
  expect(parked.items.length === 0, 'nothing waits for another record');
}

/** What `evenkeel matches` and `evenkeel dedupe` do. */
export async function matchRecords(api: Api): Promise<void> {
  const match = { rules: [{ name: 'pair', when: { field: 'pair', by: 'exact' } }] };
  const type = await given(api.PUT('/api/v1/record-types/{recordType}', { ...TYPE, body: { match } }));
  expect(type.matching === 'on', 'records are matched');
  const table = { '1': 'one', '2': 'one', '3': 'other', '4': 'other' };
  const mapping = [
    { source: 'id', target: 'id' },
    { source: 'id', target: 'pair', transforms: [{ name: 'lookup', table, otherwise: null }] },
  ];
  const job = { name: 'twins', connection: 'shop', stream: 'items', recordType: 'twin', mapping };
  await given(api.POST('/api/v1/jobs', { body: { ...job, mode: 'full' } }));
  await run(api, 'twins');
  const { items } = await given(api.GET('/api/v1/matches', { params: { query: { type: 'twin' } } }));
  const [one, two] = items;
  if (one === undefined || two === undefined) throw new Error('Two were to be asked about');
  const at = ({ id }: { readonly id: string }) => ({ params: { path: { match: id } } });
  const shown = await given(api.GET('/api/v1/matches/{match}', at(one)));
  expect(
    shown.cause === 'same_set' && shown.fields.some(({ field }) => field === 'id'),
    'it says where they differ',
  );
  const { state } = await given(api.POST('/api/v1/matches/{match}/merge', at(one)));
  expect(state === 'merged', 'they are one');
  const kept = await given(api.POST('/api/v1/matches/{match}/keep-apart', at(two)));
  expect(kept.state === 'kept_apart', 'the others are not');
  expect((await refusal(api.POST('/api/v1/matches/{match}/merge', at(two)))).status === 409, 'nor become it');
  await undoMerge(api, one.one);
  const query = { body: { preview: true } };
  const told = await given(api.POST('/api/v1/record-types/{recordType}/dedupe', { ...TYPE, ...query }));
  expect(told.looked === 30 && told.alone === 30, 'all that is stored was decided about');
  await runOverStored(api);
  await given(api.DELETE('/api/v1/jobs/{job}', TWINS));
}

async function runOverStored(api: Api): Promise<void> {
  const begun = await given(api.POST('/api/v1/dedupe-runs', { body: { recordType: 'twin' } }));
  expect(begun.state === 'ready' && begun.counts.compared === 30, 'its preview is made');
  const at = { params: { path: { dedupeRun: begun.id } } };
  const { items } = await given(api.GET('/api/v1/dedupe-runs/{dedupeRun}/pairs', at));
  expect(items.length === 0, 'it shows no pair');
  const early = await refusal(api.POST('/api/v1/dedupe-runs/{dedupeRun}/resume', at));
  expect(early.status === 409, 'it does not stand still');
  expect(
    (await refusal(api.POST('/api/v1/dedupe-runs/{dedupeRun}/pause', at))).status === 409,
    'nor does it run',
  );
  const done = await given(api.POST('/api/v1/dedupe-runs/{dedupeRun}/confirm', at));
  expect(done.state === 'completed' && done.counts.keptApart >= 0, 'it has ended');
  expect((await refusal(api.POST('/api/v1/dedupe-runs/{dedupeRun}/cancel', at))).status === 409, 'for good');
  const shown = await given(api.GET('/api/v1/dedupe-runs/{dedupeRun}', at));
  const listed = await given(api.GET('/api/v1/dedupe-runs', { params: { query: { type: 'twin' } } }));
  expect(listed.items[0]?.id === shown.id, 'it is listed');
}

async function undoMerge(api: Api, record: string): Promise<void> {
  const { items } = await given(api.GET('/api/v1/merges', { params: { query: { record } } }));
  const path = { merge: items[0]?.id ?? '' };
  const preview = await given(api.GET('/api/v1/merges/{merge}', { params: { path } }));
  expect(preview.problem === null && preview.parted.length === 2, 'it tells what undoing it would do');
  const undone = await given(api.POST('/api/v1/merges/{merge}/undo', { params: { path } }));
  expect(undone.undoneAt !== null, 'they are two again');
}

/** What `evenkeel models` does. */
export async function keepModel(api: Api): Promise<void> {
  const model = { baseUrl: 'http://127.0.0.1:9/v1', name: 'small', key: 'a-key-that-is-never-shown' };
  const set = await given(api.PUT('/api/v1/model', { body: model }));
  expect(set.hasKey && set.budget.callsPerDay === 1000, 'it has a key and a budget');
  const shown = await given(api.GET('/api/v1/model'));
  expect(!JSON.stringify(shown).includes(model.key), 'its key is not shown');
  const checked = await given(api.POST('/api/v1/model/check'));
  expect(checked.verdict !== 'ready' && checked.cause !== null, 'no server answers there');
  const removed = await given(api.DELETE('/api/v1/model'));
  expect(removed.name === 'small', 'it is forgotten');
  expect((await refusal(api.GET('/api/v1/model'))).status === 404, 'there is none');
}
