import {
  counts,
  seedJob,
  someAdvance,
  someChunk,
  someExecution,
  somePage,
  someWrite,
} from '@evenkeel/conformance';
import {
  DEFAULT_TENANT,
  type Chunk,
  type Execution,
  type Outcome,
  type ReferenceSet,
} from '@evenkeel/domain';
import { createPostgres, type Postgres } from '../postgres.js';
import { codeOfOutcome } from '../page/seen-codec.js';
import { ask, startPlainDatabase, type PlainDatabase } from '../testing/plain-database.js';
import { migrate } from './migrate.js';
import { sqlMigrations } from './sql-migrations.js';

const BEFORE = new Date('2026-11-01T12:00:00.000Z');
const SINCE = new Date('2026-11-01T13:00:00.000Z');
const AFTER = new Date('2026-11-01T14:00:00.000Z');
/** The migration that makes room comes last here, so that the code of this release finds every column that it knows. */
const MAKES_ROOM = 'room-for-outcomes-0000000000021';

let database: PlainDatabase;
let postgres: Postgres;
beforeEach(async () => {
  database = await startPlainDatabase('previous');
  const others = sqlMigrations().filter((Migration) => new Migration().name !== MAKES_ROOM);
  await migrate({ url: database.url }, others);
  postgres = createPostgres({ url: database.url, databaseClock: () => BEFORE });
});
afterEach(async () => {
  await postgres.close();
  await database.drop();
});

async function begin(jobId: string): Promise<{ execution: Execution; chunk: Chunk }> {
  const execution = someExecution(jobId, { startedAt: SINCE });
  const planned = someChunk(execution.id, { state: 'assigned' });
  const { store } = postgres;
  await store.of(DEFAULT_TENANT).transaction(async (tx) => {
    await tx.executions.insert(execution);
    await tx.chunks.insert([planned]);
  });
  const claim = await store.system.transaction((tx) => tx.chunkQueue.claim(planned.id, 'worker', 60_000));
  return { execution, chunk: claim!.chunk };
}

async function apply(
  chunk: Chunk,
  outcome: Outcome,
  referenceIds: readonly (string | null)[],
  { pageNo = 0, end = false } = {},
) {
  const [cursorIn, cursorOut] = [pageNo === 0 ? null : `c${pageNo}`, end ? null : `c${pageNo + 1}`];
  const page = somePage(outcome, referenceIds, {
    pageNo,
    cursorIn,
    cursorOut,
    observedAt: AFTER.toISOString(),
  });
  const outcomes = counts({ [outcome]: referenceIds.length });
  await postgres.store
    .of(DEFAULT_TENANT)
    .transaction((tx) =>
      tx.pages.advance(someAdvance(chunk, { cursor: cursorOut, outcomes, end }), [page], []),
    );
}

/** What the previous release stored of such a page. */
async function asBefore(
  chunk: Chunk,
  outcome: Outcome,
  referenceIds: readonly (string | null)[],
): Promise<void> {
  const seen = referenceIds.map((id) => String(BigInt(id ?? 0) * 16n + BigInt(codeOfOutcome(outcome))));
  await ask(database.url, 'update page_result set seen = $2 where chunk_id = $1', [chunk.id, seen]);
}

const freeze = ({ id, jobId }: Execution, set: ReferenceSet) =>
  postgres.store
    .of(DEFAULT_TENANT)
    .transaction((tx) => tx.candidates.freeze({ id, jobId, since: SINCE }, set));

/** A run that was interrupted after its first page, and one that listed something else in the meantime. */
async function interruptedRun() {
  const { job, set } = await seedJob(postgres.store.of(DEFAULT_TENANT));
  const names = Array.from({ length: 40 }, (_, at) => `c${String(at).padStart(2, '0')}`);
  const writes = names.map((id) => someWrite(id, { observedAt: BEFORE.toISOString() }));
  const ids = await postgres.store
    .of(DEFAULT_TENANT)
    .transaction((tx) => tx.recordWrites.create(set, writes));
  const { execution, chunk } = await begin(job.id);
  const first = [...ids.slice(0, 20), null];
  await apply(chunk, 'retried', first);
  await asBefore(chunk, 'retried', first);
  await postgres.store
    .of(DEFAULT_TENANT)
    .transaction((tx) => tx.executions.save({ ...execution, status: 'failed', finishedAt: AFTER }));
  const between = await begin(job.id);
  const others = ids.slice(20, 25);
  await apply(between.chunk, 'unchanged', others, { end: true });
  await asBefore(between.chunk, 'unchanged', others);
  await postgres.store
    .of(DEFAULT_TENANT)
    .transaction((tx) =>
      tx.executions.save({ ...between.execution, status: 'completed', finishedAt: AFTER }),
    );
  return { execution, chunk, set, ids };
}

it('lets an interrupted run go on: what it saw before is still seen, and nothing else is', async () => {
  const { execution, chunk, set, ids } = await interruptedRun();
  await postgres.migrate();
  await apply(chunk, 'updated', ids.slice(25, 37), { pageNo: 1, end: true });
  await expect(freeze(execution, set)).resolves.toEqual({ active: 40, candidates: 3, missedBefore: 0 });
  const judgement = { complete: true, reason: null, active: 40, candidates: 3, since: SINCE };
  const { id: executionId, jobId } = execution;
  const candidates = await postgres.store.of(DEFAULT_TENANT).transaction(async (tx) => {
    await tx.closeOuts.saveJudgement({ executionId, jobId, ...judgement });
    return tx.candidates.ofPage(executionId, 0);
  });
  expect(candidates.map(({ externalId }) => externalId)).toEqual(['c37', 'c38', 'c39']);
  await postgres.store.of(DEFAULT_TENANT).transaction(async (tx) => {
    const references = await tx.references.lock(set, ['c37', 'c38', 'c39']);
    await tx.candidates.inactivate({
      executionId,
      referenceIds: references.map(({ id }) => id),
      cause: 'gone',
      observedAt: null,
    });
    await tx.candidates.saveVerdicts(executionId, { pageNo: 0, from: 0 }, [
      'inactivated',
      'inactivated',
      'inactivated',
    ]);
  });
  const difference = await postgres.store
    .of(DEFAULT_TENANT)
    .transaction((tx) => tx.closeOuts.compare(executionId, set, 5));
  expect(difference).toMatchObject({ unlisted: 0, inactive: 0 });
});

it('is needed: this release reads other references out of what the previous one stored', async () => {
  const { execution, set } = await interruptedRun();
  await expect(freeze(execution, set)).resolves.not.toMatchObject({ candidates: 15 });
});
