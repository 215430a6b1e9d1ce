// How fast the apply path is: `node libs/adapters/postgres/bench/apply-path.mjs [records] [--no-fsync]`, after a build.
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPostgres, EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import { DEFAULT_TENANT, JOB_DEFAULTS, NO_OUTCOMES, OUTCOMES } from '@evenkeel/domain';

const RECORDS = Number(process.argv[2] ?? 200_000);
const GROUP = 1_000;
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
const server = await EmbeddedPostgres.start({ dataDir: folder, fsync: !process.argv.includes('--no-fsync') });
const postgres = createPostgres({ url: server.url, poolSize: 2 });
try {
  await postgres.migrate();
  const set = { connectionId: randomUUID(), stream: 'customers', recordType: 'customer' };
  const jobId = randomUUID();
  await postgres.store.transaction(async (tx) => {
    await tx.connections.insert(
      {
        id: set.connectionId,
        tenantId: DEFAULT_TENANT,
        name: 'bench',
        connector: 'rest',
        settings: {},
        status: 'active',
        statusReason: null,
      },
      null,
    );
    await tx.jobs.insert({
      id: jobId,
      tenantId: DEFAULT_TENANT,
      connectionId: set.connectionId,
      name: 'bench',
      revision: 1,
      definition: { ...JOB_DEFAULTS, stream: set.stream, recordType: set.recordType },
    });
  });
  const groups = Array.from({ length: RECORDS / GROUP }, (_, group) =>
    Array.from({ length: GROUP }, (_, at) => writeOf(group * GROUP + at)),
  );
  report('first load', await timed(() => run(set, jobId, 'created', groups, createAll)));
  report('unchanged', await timed(() => run(set, jobId, 'unchanged', groups, findAll)));
  report('unchanged', await timed(() => run(set, jobId, 'unchanged', groups, findAll)));
  report('updated', await timed(() => run(set, jobId, 'updated', groups, updateAll)));
} finally {
  await postgres.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function writeOf(number) {
  const externalId = createHash('md5').update(String(number)).digest('hex').slice(0, 20);
  const dataText = JSON.stringify({
    id: externalId,
    name: `Customer ${number}`,
    email: `customer${number}@example.org`,
    city: 'Lund',
    balance: number / 100,
    active: number % 3 === 0,
    tags: ['alpha', 'beta'],
    address: { street: `Long street ${number}`, zip: String(number) },
    created: '2026-11-01T12:00:00Z',
  });
  const contentHash = createHash('md5').update(dataText).digest('hex');
  return {
    externalId,
    contentHash,
    dataText,
    version: null,
    modifiedAt: null,
    observedAt: new Date().toISOString(),
  };
}

async function createAll(tx, set, group) {
  return tx.pages.createRecords(set, group);
}
async function findAll(tx, set, group) {
  const found = await tx.pages.findReferences(
    set,
    group.map(({ externalId }) => externalId),
  );
  if (found.length !== group.length) throw new Error(`found ${found.length}`);
  return found.map(({ id }) => id);
}
async function updateAll(tx, set, group, executionId) {
  const externalIds = group.map(({ externalId }) => externalId);
  await tx.pages.findReferences(set, externalIds);
  const byId = new Map(
    (await tx.pages.lockReferences(set, externalIds)).map((state) => [state.externalId, state]),
  );
  const updates = group.map((write) => ({ ...write, reference: byId.get(write.externalId) }));
  await tx.pages.updateRecords(executionId, updates);
  return updates.map(({ reference }) => reference.id);
}

async function run(set, jobId, outcome, groups, apply) {
  const now = new Date();
  const [executionId, chunkId] = [randomUUID(), randomUUID()];
  await postgres.store.transaction(async (tx) => {
    await tx.executions.insert({
      id: executionId,
      tenantId: DEFAULT_TENANT,
      jobId,
      jobRevision: 1,
      triggerId: randomUUID(),
      triggerKind: 'manual',
      actor: 'bench',
      lane: 'single',
      mode: 'full',
      scope: { kind: 'full' },
      status: 'running',
      phase: 'fetching',
      epoch: 0,
      reason: null,
      requestedAt: now,
      startedAt: now,
      finishedAt: null,
      deadline: null,
    });
    await tx.chunks.insert([
      {
        id: chunkId,
        executionId,
        ordinal: 0,
        epoch: 0,
        state: 'assigned',
        attempt: 0,
        leaseUntil: null,
        slice: { kind: 'whole' },
        cursor: null,
        pagesApplied: 0,
        fetched: 0,
        replayed: 0,
        outcomes: NO_OUTCOMES,
        bound: null,
      },
    ]);
    await tx.chunks.claim(chunkId, 'bench', 600_000);
  });
  for (const [pageNo, group] of groups.entries()) {
    await postgres.store.transaction(async (tx) => {
      await tx.chunks.lock(chunkId);
      const ids = await apply(tx, set, group, executionId);
      const outcomes = { ...NO_OUTCOMES, [outcome]: group.length };
      const outcomeCode = OUTCOMES.indexOf(outcome);
      const end = pageNo === groups.length - 1;
      const cursor = end ? null : `c${pageNo + 1}`;
      await tx.pages.advance(
        { chunkId, executionId, cursor, pages: 1, outcomes, bound: null, end },
        [
          {
            pageNo,
            attempt: 1,
            cursorIn: pageNo === 0 ? null : `c${pageNo}`,
            cursorOut: cursor,
            observedAt: now.toISOString(),
            outcomes,
            seen: ids.map((referenceId) => ({ referenceId, outcomeCode })),
          },
        ],
        [],
      );
    });
  }
  const [totals] = await postgres.store.transaction((tx) => tx.pages.totals(executionId));
  if (!totals.unbroken || totals.inputs !== RECORDS) throw new Error(JSON.stringify(totals));
}

async function timed(work) {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - start) / 1_000, cpuSeconds: (user + system) / 1e6 };
}
function report(name, { seconds, cpuSeconds }) {
  console.log(
    `${name.padEnd(12)} ${Math.round(RECORDS / seconds)} records/s (our own CPU ${cpuSeconds.toFixed(2)} of ${seconds.toFixed(2)} s)`,
  );
}
