// How fast the apply path is: `node libs/adapters/postgres/bench/apply-path.mjs [records] [--no-fsync]`, after a build.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPostgres, EmbeddedPostgres } from '@evenkeel/adapter-postgres';
import { counts, seedJob, someAdvance, someChunk, someExecution, somePage } from '@evenkeel/conformance';

const RECORDS = Number(process.argv[2] ?? 200_000);
const GROUP = 1_000;
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-bench-'));
const server = await EmbeddedPostgres.start({ dataDir: folder, fsync: !process.argv.includes('--no-fsync') });
const postgres = createPostgres({ url: server.url, poolSize: 2 });
try {
  await postgres.migrate();
  const { job, set } = await seedJob(postgres.store);
  const groups = Array.from({ length: RECORDS / GROUP }, (_, group) =>
    Array.from({ length: GROUP }, (_, at) => writeOf(group * GROUP + at)),
  );
  report('first load', await timed(() => run({ set, job }, 'created', groups, createAll)));
  report('unchanged', await timed(() => run({ set, job }, 'unchanged', groups, findAll)));
  report('unchanged', await timed(() => run({ set, job }, 'unchanged', groups, findAll)));
  report('updated', await timed(() => run({ set, job }, 'updated', groups, updateAll)));
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
  return tx.recordWrites.create(set, group);
}
async function findAll(tx, set, group) {
  const found = await tx.references.find(
    set,
    group.map(({ externalId }) => externalId),
  );
  if (found.length !== group.length) throw new Error(`found ${found.length}`);
  return found.map(({ id }) => id);
}
async function updateAll(tx, set, group, executionId) {
  const externalIds = group.map(({ externalId }) => externalId);
  await tx.references.find(set, externalIds);
  const byId = new Map(
    (await tx.references.lock(set, externalIds)).map((state) => [state.externalId, state]),
  );
  const updates = group.map((write) => ({ ...write, reference: byId.get(write.externalId) }));
  await tx.recordWrites.update(executionId, updates);
  return updates.map(({ reference }) => reference.id);
}

async function run({ set, job }, outcome, groups, apply) {
  const execution = someExecution(job.id, { lane: 'single' });
  const chunk = someChunk(execution.id, { state: 'assigned' });
  const executionId = execution.id;
  await postgres.store.transaction(async (tx) => {
    await tx.executions.insert(execution);
    await tx.chunks.insert([chunk]);
    await tx.chunkQueue.claim(chunk.id, 'bench', 600_000);
  });
  for (const [pageNo, group] of groups.entries()) {
    await postgres.store.transaction(async (tx) => {
      await tx.chunks.lock(chunk.id);
      const ids = await apply(tx, set, group, executionId);
      const outcomes = counts({ [outcome]: group.length });
      const end = pageNo === groups.length - 1;
      const cursorOut = end ? null : `c${pageNo + 1}`;
      const cursorIn = pageNo === 0 ? null : `c${pageNo}`;
      await tx.pages.advance(
        someAdvance(chunk, { cursor: cursorOut, outcomes, end }),
        [somePage(outcome, ids, { pageNo, cursorIn, cursorOut })],
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
