import { eventually } from '@evenkeel/conformance';
import { describeProblem, SyncError, type FailureSave } from '@evenkeel/domain';
import { ExecutorWorld } from '../testing/executor-world.js';
import { ListedProvider, recordNamed } from '../testing/listed-provider.js';

const world = new ExecutorWorld();
const OBSERVED = '2026-11-01T12:00:00.000Z';
beforeEach(() => {
  world.provider = ListedProvider.of(20);
  world.bus.onPage = world.apply;
});

/** Keeps failures and reads them as a run of what failed before does. */
async function readFailed(
  kept: readonly (Partial<FailureSave> & { externalId: string | null })[],
  editedBy?: string,
) {
  const chunk = await world.assigned({ execution: { lane: 'single' }, chunk: { slice: { kind: 'whole' } } });
  const problem = describeProblem(new SyncError('record.required_field_missing', 'email is missing'));
  const saves = kept.map(({ externalId, ...changes }, nth): FailureSave => ({
    id: null,
    key: `key-${nth}`,
    externalId,
    state: 'retrying',
    executions: 1,
    executionId: chunk.executionId,
    observedAt: OBSERVED,
    stage: 'map',
    problem,
    pattern: 'p',
    groupKey: 'g',
    payload: { raw: `{"kept":"${externalId}"}`, digest: 'd', version: '7', modifiedAt: OBSERVED },
    mapped: null,
    firstFailedAt: OBSERVED,
    lastFailedAt: OBSERVED,
    history: [],
    ...changes,
  }));
  await world.tenant.transaction(async (tx) => {
    const { jobId } = (await tx.executions.find(chunk.executionId))!;
    await tx.failures.save(jobId, saves);
    const failures = await tx.failures.lock(
      jobId,
      saves.map(({ key }) => key),
    );
    if (editedBy !== undefined)
      for (const { id } of failures)
        await tx.failures.edit(id, {
          raw: '{"edited":true}',
          digest: 'e',
          externalId: null,
          actor: editedBy,
        });
  });
  await world.database.rows(
    `update chunk set slice = (select json_build_object('kind', 'failures', 'failureIds',
       array(select id::text from failure order by id))) where id = $1`,
    [chunk.id],
  );
  await world.startReading(chunk);
  await eventually('the chunk ends', async () => ['applied', 'failed'].includes(await world.stateOf(chunk)));
  expect(world.bus.pages).toMatchObject([{ pageNo: 0, cursorOut: null, bound: null }]);
  return world.bus.pages[0]!.records;
}

const kept = (externalId: string | null, key: string) => ({
  externalId,
  version: '7',
  modifiedAt: OBSERVED,
  data: { kept: String(externalId) },
  replay: { failureKey: key, observedAt: OBSERVED },
});

describe('records that failed before', () => {
  it('are read anew: what the provider says now counts', async () => {
    expect(await readFailed([{ externalId: 'c3' }, { externalId: 'c1' }])).toEqual([
      recordNamed('c3'),
      recordNamed('c1'),
    ]);
    expect(world.provider.requests).toEqual([]);
  });

  it('that were resolved or discarded since are left alone', async () => {
    const records = await readFailed([
      { externalId: 'c1', state: 'resolved' },
      { externalId: 'c2', state: 'dead' },
      { externalId: 'c3', state: 'discarded' },
    ]);
    expect(records).toEqual([recordNamed('c2')]);
  });

  it('are replayed as of when they were read where the provider reads no single records', async () => {
    world.provider.readsOne = false;
    expect(await readFailed([{ externalId: 'c1' }])).toEqual([kept('c1', 'key-0')]);
    expect(world.provider.readIds).toEqual([]);
  });

  it('are replayed where they have no id to ask for', async () => {
    expect(await readFailed([{ externalId: null }])).toEqual([kept(null, 'key-0')]);
  });

  it('are replayed where a person put something in their place', async () => {
    const records = await readFailed([{ externalId: 'c1' }], 'ada');
    expect(records).toMatchObject([
      { externalId: 'c1', data: { edited: true }, replay: { failureKey: 'key-0' } },
    ]);
    expect(world.provider.readIds).toEqual([]);
  });

  it('that are gone by now are told as such, those that never came apart', async () => {
    const records = await readFailed([{ externalId: 'came' }, { externalId: 'never came', payload: null }]);
    const ways = Object.fromEntries(records.map(({ externalId, gone }) => [externalId, gone]));
    expect(ways).toEqual({ came: 'read_again', 'never came': 'read' });
  });

  it('that can neither be read nor replayed say so', async () => {
    world.provider.readsOne = false;
    expect(await readFailed([{ externalId: 'c1', payload: null }])).toMatchObject([
      { externalId: 'c1', data: null, refusal: { code: 'provider.record_not_readable' } },
    ]);
  });
});
