import { seedJob } from '@evenkeel/conformance';
import { ExactNumber, type JobDefinition, type JsonObject } from '@evenkeel/domain';
import { IngestionWorld, pageOf, saying, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const SEEN = '2026-11-01T12:00:00.000Z';
const LATER = '2026-11-02T12:00:00.000Z';
const CANARY = 'canary-of-a-value';

/** A run that reads these, and of which nothing else is to be told any more. */
async function run(definition: Partial<JobDefinition>): Promise<Claimed> {
  const first = await world.claimed(definition);
  const records = ['a', 'b', 'c'].map((id) => saying(id, 'here'));
  await world.apply(pageOf(first, 0, records, { observedAt: SEEN, cursorOut: null }));
  await world.tenant.transaction((tx) => tx.executions.save({ ...first.execution, status: 'completed' }));
  return first;
}

async function change({ job }: Claimed): Promise<Claimed> {
  const since = { kind: 'time', value: SEEN } as const;
  const second = await world.claimedOf(job, { scope: { kind: 'incremental', since }, mode: 'incremental' });
  const records = [
    saying('a', CANARY),
    sourceRecord('b', { data: null, gone: 'announced' }),
    saying('c', 'here'),
  ];
  await world.apply(pageOf(second, 0, records, { observedAt: LATER, cursorOut: null }));
  return second;
}

async function told({ execution }: Claimed): Promise<readonly (JsonObject & { readonly type: string })[]> {
  while ((await world.database.postgres.events.number(100)) > 0);
  const subject = `executions/${execution.id}`;
  const events = await world.tenant.transaction((tx) => tx.events.after(0, { subject }, 100));
  return events.flatMap(({ type, data }) => (type.startsWith('record.') ? [{ ...data, type }] : []));
}

it('tells of each record that a run creates, changes or inactivates, and of none that it leaves as it is', async () => {
  const first = await run({ recordEvents: 'fields' });
  const second = await change(first);
  const created = await told(first);
  expect(created.map(({ type, version }) => [type, version])).toEqual(Array(3).fill(['record.created', 1]));
  const [a, b] = created.map(({ recordId }) => recordId);
  const changed = await told(second);
  expect(changed).toHaveLength(2);
  const { executionId, job, recordType } = created[0]!;
  expect([executionId, (job as JsonObject)['id']]).toEqual([first.execution.id, first.job.id]);
  expect(recordType).toBe(first.job.definition.recordType);
  expect(changed).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: 'record.updated', recordId: a, version: 2, fields: ['word'] }),
      expect.objectContaining({ type: 'record.inactivated', recordId: b, fields: [] }),
    ]),
  );
  expect(JSON.stringify(changed)).not.toContain(CANARY);
});

/** A record of these fields, in a page of its own. */
async function apply(claimed: Claimed, data: JsonObject, observedAt: string): Promise<void> {
  const record = sourceRecord('a', { data: { id: 'a', ...data } });
  await world.apply(pageOf(claimed, 0, [record], { observedAt, cursorOut: null }));
  await world.tenant.transaction((tx) => tx.executions.save({ ...claimed.execution, status: 'completed' }));
}

it('tells what changed fields were and are where the job says so: never sensitive ones, and no more than 8 kB', async () => {
  const { job } = await seedJob(world.tenant, { recordEvents: 'values' });
  await world.tenant.transaction(async (tx) => {
    const { recordType } = job.definition;
    await tx.recordTypes.ensure(recordType, job.id);
    const type = (await tx.recordTypes.lock(recordType))!;
    await tx.recordTypes.saveRevision({
      ...type,
      revision: type.revision + 1,
      sensitive: ['mail', 'home.*.street'],
    });
  });
  const first = await world.claimedOf(job);
  const hidden = { mail: CANARY, home: [{ street: CANARY, city: 'Ulm' }] };
  const exact = new ExactNumber('9007199254740993');
  await apply(first, { ...hidden, n: exact, kept: 1, lost: 'x', long: 'y'.repeat(9_000) }, SEEN);
  const since = { kind: 'time', value: SEEN } as const;
  const second = await world.claimedOf(job, { scope: { kind: 'incremental', since }, mode: 'incremental' });
  const moved = { mail: `${CANARY}-2`, home: [{ street: `${CANARY}-2`, city: 'Bonn' }] };
  await apply(second, { ...moved, n: 2, kept: 1, fresh: null, long: 'z' }, LATER);
  const events = [...(await told(first)), ...(await told(second))];
  expect(events).toMatchObject([
    {
      ...{ type: 'record.created', valuesBefore: {} },
      ...{ fieldsWithoutValue: ['home', 'long', 'mail'], values: { id: 'a', n: exact, kept: 1, lost: 'x' } },
    },
    {
      ...{ type: 'record.updated', values: { n: 2, fresh: null }, valuesBefore: { n: exact, lost: 'x' } },
      ...{
        fields: ['fresh', 'home', 'long', 'lost', 'mail', 'n'],
        fieldsWithoutValue: ['home', 'long', 'mail'],
      },
    },
  ]);
  for (const { values } of events) expect(values).not.toHaveProperty('long');
  expect(JSON.stringify(events)).not.toContain(CANARY);
});

it('tells nothing of records of a job that does not ask for it', async () => {
  const first = await run({});
  expect([...(await told(first)), ...(await told(await change(first)))]).toEqual([]);
});

it('costs no statement where it is off, and one for each transaction where it is on', async () => {
  const statementsOf = async (definition: Partial<JobDefinition>) => {
    const first = await run(definition);
    world.statements.length = 0;
    await change(first);
    return world.statements.filter((sql) => sql.includes('tells_records')).length;
  };
  expect(await statementsOf({})).toBe(0);
  expect(await statementsOf({ recordEvents: 'fields' })).toBe(1);
});
