import { Sha256Digest, UuidIds } from '@evenkeel/adapter-node-runtime';
import { counts, newId } from '@evenkeel/conformance';
import {
  agreedAsRead,
  decideConflict,
  referenceSetOf,
  type AskedDecision,
  type JobDefinition,
  type JsonObject,
  type SourceRecord,
} from '@evenkeel/domain';
import type { ListedConflict } from '@evenkeel/ports';
import { ApplySettled } from '../pushes/apply-settled.sweep.js';
import { IngestionWorld, pageOf, sourceRecord, type Claimed } from '../testing/ingestion-world.js';

const world = new IngestionWorld();
const at = (second: number) => `2026-11-01T12:00:${String(second).padStart(2, '0')}.000Z`;
const person = (data: JsonObject, changes: Partial<SourceRecord> = {}) =>
  sourceRecord('p', { data: { name: 'Ann', city: 'Rome', ...data }, ...changes });
const BYSTANDERS = ['q', 'r', 's', 't'].map((id) => sourceRecord(id));

let second = 0;
async function run(
  records: readonly SourceRecord[],
  { before, job = {} }: { before?: Claimed; job?: Partial<JobDefinition> } = {},
): Promise<Claimed> {
  second += 1;
  const deleteCeiling = { percent: 100, records: 10 };
  const claimed =
    before === undefined
      ? await world.claimed({
          direction: 'bidirectional',
          conflictPolicy: { strategy: 'manual' },
          deleteCeiling,
          ...job,
        })
      : await world.claimedOf(before.job, { lane: 'single', scope: { kind: 'full' } });
  await world.apply(pageOf(claimed, 0, records, { cursorOut: null, observedAt: at(second) }));
  return claimed;
}

const edit = ({ job }: Claimed, data: JsonObject) =>
  world.database.rows(
    `update record r set data = data || $2 from external_reference e join reference_set s on s.id = e.set_id
     where e.record_id = r.id and s.connection_id = $1 and e.external_id = 'p'`,
    [job.connectionId, JSON.stringify(data)],
  );
const remove = ({ job }: Claimed) =>
  world.database.rows(
    `delete from record r using external_reference e join reference_set s on s.id = e.set_id
     where e.record_id = r.id and s.connection_id = $1 and e.external_id = 'p'`,
    [job.connectionId],
  );
const recordOf = async ({ job }: Claimed) => {
  const [row] = await world.database.rows<{ data: JsonObject; active: boolean; linked: boolean }>(
    `select r.data, r.inactive_at is null as active, e.inactive_at is null as linked from record r join external_reference e on e.record_id = r.id
     join reference_set s on s.id = e.set_id where s.connection_id = $1 and e.external_id = 'p'`,
    [job.connectionId],
  );
  return row!;
};
const pending = async ({ job }: Claimed) =>
  (await world.database.rows('select kind from local_change where job_id = $1', [job.id])).length;
const conflicts = async ({ job }: Claimed): Promise<readonly ListedConflict[]> =>
  (await world.tenant.transaction((tx) => tx.conflicts.list({ jobId: job.id }, { after: null, limit: 10 })))
    .items;
const only = async (claimed: Claimed): Promise<ListedConflict> => {
  const found = await conflicts(claimed);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const toRead = ({ job }: Claimed) => world.tenant.transaction((tx) => tx.conflicts.toRead(job.id, 10));

async function decide(claimed: Claimed, asked: Partial<AskedDecision>): Promise<ListedConflict> {
  const [stored] = await conflicts(claimed);
  const { id, jobId, referenceId, history, revision } = stored!;
  const conflict = decideConflict(stored!, {
    ...{ revision, by: 'ann', reason: null, at: at(0), fields: {} },
    ...asked,
  });
  await world.tenant.transaction((tx) => tx.conflicts.save([{ id, jobId, referenceId, history, conflict }]));
  return stored!;
}

/** City was changed on both sides; Eve is a change at the provider alone. */
async function contested(
  remote: Partial<SourceRecord> = {},
  job: Partial<JobDefinition> = {},
): Promise<Claimed> {
  const first = await run([person({}), ...BYSTANDERS], { job });
  await edit(first, { city: 'Oslo' });
  await run([person({ city: 'Bern', name: 'Eve' }, remote)], { before: first });
  return first;
}

describe('a field that both sides changed', () => {
  it('is one conflict, whatever is read, while the other fields go on', async () => {
    const first = await contested({ version: '7' });
    const conflict = await only(first);
    expect(conflict).toMatchObject({
      ...{ state: 'open', kind: 'data', revision: 1, policy: 'manual', remoteVersion: '7', externalId: 'p' },
      fields: [
        {
          path: 'city',
          place: ['city'],
          base: { local: 'Rome', remote: 'Rome' },
          local: 'Oslo',
          remote: 'Bern',
        },
      ],
    });
    expect(conflict.history).toMatchObject([{ kind: 'opened', by: null, revision: 1 }]);
    expect(await toRead(first)).toEqual([]);
    const again = await run([person({ city: 'Bern', name: 'Eve' }, { version: '7' })], { before: first });
    expect((await world.chunk(again)).outcomes).toEqual(counts({ unchanged: 1 }));
    await run([person({ city: 'Bern', name: 'Eva' }, { version: '8' })], { before: first });
    expect(await recordOf(first)).toMatchObject({ data: { city: 'Oslo', name: 'Eva' } });
    expect(await only(first)).toMatchObject({ id: conflict.id, revision: 1, remoteVersion: '8' });
  });

  it('does not make its record one that may be gone, whether it is listed or not', async () => {
    const first = await contested();
    const set = referenceSetOf(first.job);
    const since = new Date('2099-01-01T00:00:00.000Z');
    for (const listed of [[person({ city: 'Bern', name: 'Eve' }), ...BYSTANDERS], BYSTANDERS]) {
      const { execution, job } = await run(listed, { before: first });
      const asked = { id: execution.id, jobId: job.id, since };
      const { candidates } = await world.tenant.transaction((tx) => tx.candidates.count(asked, set));
      expect(candidates).toBe(0);
    }
  });

  it('costs one look-up where nothing is contested', async () => {
    const first = await run([person({})]);
    world.statements.length = 0;
    await run([person({ name: 'Eve' })], { before: first });
    expect(world.statements.filter((sql) => sql.includes('conflict f'))).toHaveLength(1);
  });

  it('is refreshed in place where either side has another value', async () => {
    const first = await contested();
    const { id } = await only(first);
    await run([person({ city: 'Basel', name: 'Eve' })], { before: first });
    expect(await only(first)).toMatchObject({ id, revision: 2, fields: [{ remote: 'Basel' }] });
    await edit(first, { city: 'Bergen' });
    expect(await toRead(first)).toEqual(['p']);
    await run([person({ city: 'Basel', name: 'Eve' })], { before: first });
    expect(await only(first)).toMatchObject({ id, revision: 3, fields: [{ local: 'Bergen' }] });
    expect(await toRead(first)).toEqual([]);
    await edit(first, { name: 'Ida' });
    await run([person({ city: 'Basel', name: 'Eve' })], { before: first });
    expect(await only(first)).toMatchObject({ revision: 3 });
    expect(await toRead(first)).toEqual([]);
    expect(await pending(first)).toBe(1);
  });

  it('closes by itself when the sides agree', async () => {
    const first = await contested();
    await edit(first, { city: 'Bern' });
    await run([person({ city: 'Bern', name: 'Eve' })], { before: first });
    const closed = await only(first);
    expect(closed).toMatchObject({ state: 'resolved', decision: null, isCarriedOut: true });
    expect(closed.history.map(({ kind }) => kind)).toEqual(['opened', 'closed']);
    expect(closed.resolvedAt).not.toBeNull();
    expect(await pending(first)).toBe(0);
  });
});

describe('a decision', () => {
  const asIs = person({ city: 'Bern', name: 'Eve' });

  it('for the provider is carried out where it is read as it was', async () => {
    const first = await contested();
    await decide(first, { others: 'remote' });
    expect(await toRead(first)).toEqual(['p']);
    await run([asIs], { before: first });
    expect(await recordOf(first)).toMatchObject({ data: { city: 'Bern', name: 'Eve' } });
    expect(await only(first)).toMatchObject({ state: 'resolved', isTaken: true, isCarriedOut: true });
    expect(await pending(first)).toBe(0);
    expect(await toRead(first)).toEqual([]);
  });

  it.each([
    ['local', 'Oslo'],
    ['base', 'Rome'],
    [{ value: 'Ulm' }, 'Ulm'],
  ] as const)('for %j is written here and left to be sent', async (city, expected) => {
    const first = await contested();
    await decide(first, { fields: { city } });
    await run([asIs], { before: first });
    expect(await recordOf(first)).toMatchObject({ data: { city: expected, name: 'Eve' } });
    expect(await only(first)).toMatchObject({ state: 'resolved', isTaken: true, isCarriedOut: false });
    expect(await pending(first)).toBe(1);
    expect(await toRead(first)).toEqual([]);
  });

  it.each([
    ['the provider', async () => undefined, 'Basel', 'Oslo'],
    ['the store', (first: Claimed) => edit(first, { city: 'Bergen' }), 'Bern', 'Bergen'],
  ] as const)('opens again where %s holds something else by then', async (_, meanwhile, remote, local) => {
    const first = await contested();
    await decide(first, { others: 'local' });
    await meanwhile(first);
    await run([person({ city: remote, name: 'Eve' })], { before: first });
    expect(await recordOf(first)).toMatchObject({ data: { city: local } });
    const reopened = await only(first);
    expect(reopened).toMatchObject({
      state: 'open',
      revision: 3,
      decision: null,
      fields: [{ local, remote }],
    });
    expect(reopened.history.at(-1)).toMatchObject({ kind: 'reopened' });
    expect(await pending(first)).toBe(0);
  });

  it('that was taken opens again where the provider moves on before it is sent', async () => {
    const first = await contested();
    await decide(first, { others: 'local' });
    await run([asIs], { before: first });
    await run([person({ city: 'Basel', name: 'Eve' })], { before: first });
    expect(await only(first)).toMatchObject({ state: 'open', fields: [{ local: 'Oslo', remote: 'Basel' }] });
  });
});

describe('a decision whose push was lost', () => {
  /** What it sends, under way when its run has ended. */
  async function lost(first: Claimed): Promise<string> {
    const claimed = await world.claimedOf(first.job, { lane: 'single' });
    await world.tenant.transaction((tx) =>
      tx.executions.save({ ...claimed.execution, status: 'failed', finishedAt: new Date() }),
    );
    const set = referenceSetOf(first.job);
    return world.tenant.transaction(async (tx) => {
      const slice = { kind: 'push', select: 'changed' } as const;
      const [record] = await tx.pushPages.next({ jobId: first.job.id, set, slice, after: null, limit: 1 });
      const { recordId, version: recordVersion, data, reference } = record!;
      const [id, { externalId = null, id: referenceId = null } = {}] = [newId(), reference ?? {}];
      const intent = {
        ...{ id, jobId: first.job.id, recordId, recordVersion, referenceId, sent: data },
        operation: { intentId: id, kind: 'update' as const, externalId, data, version: null },
        agreed: agreedAsRead(1, data),
        call: { key: id, position: 0 },
      };
      const entry = {
        recordId,
        recordVersion,
        referenceId,
        externalId,
        intentId: id,
        outcome: null,
        problem: null,
      };
      const page = { chunkId: claimed.chunk.id, cursorIn: null, cursorOut: null, entries: [entry] };
      await tx.pushPages.freeze(page, [intent], { set, executionId: claimed.execution.id, isRead: true });
      await tx.pushIntents.markSent([id]);
      return id;
    });
  }
  const settle = () => new ApplySettled(world.ownStore, new Sha256Digest(), new UuidIds()).run();

  it('is carried out as soon as it is known that the provider has taken it', async () => {
    const first = await contested();
    await decide(first, { others: 'local' });
    await run([person({ city: 'Bern', name: 'Eve' })], { before: first });
    const id = await lost(first);
    await settle();
    expect(await only(first)).toMatchObject({ isTaken: true, isCarriedOut: false });
    const result = {
      kind: 'written',
      externalId: 'p',
      version: null,
      modifiedAt: null,
      record: null,
    } as const;
    await world.tenant.transaction((tx) => tx.pushIntents.answer([{ id, state: 'answered', result }]));
    await settle();
    expect(await only(first)).toMatchObject({ state: 'resolved', isCarriedOut: true });
    expect(await pending(first)).toBe(0);
    await settle();
    expect((await only(first)).history.filter(({ kind }) => kind === 'carried_out')).toHaveLength(1);
  });
});

describe('a record that one side deleted and the other changed', () => {
  const gone = sourceRecord('p', { data: null, gone: 'announced' });

  it.each([
    ['remote', { active: false, linked: false }, true, 0],
    ['local', { active: true, linked: false }, true, 0],
  ] as const)('at the provider, decided for %s', async (others, expected, isCarriedOut, left) => {
    const first = await run([person({}), ...BYSTANDERS]);
    await edit(first, { city: 'Oslo' });
    const second = await run([gone], { before: first });
    expect((await world.chunk(second)).outcomes).toEqual(counts({ conflicted: 1 }));
    expect(await only(first)).toMatchObject({
      kind: 'delete_vs_change',
      fields: [{ path: '$', local: { city: 'Oslo' } }],
    });
    expect((await only(first)).fields[0]!.remote).toBeUndefined();
    expect(await recordOf(first)).toMatchObject({ active: true, linked: true });
    expect(await pending(first)).toBe(0);
    await decide(first, { others });
    await run([gone], { before: first });
    expect(await recordOf(first)).toMatchObject(expected);
    expect(await only(first)).toMatchObject({ state: 'resolved', isTaken: true, isCarriedOut });
    expect(await pending(first)).toBe(left);
  });

  it.each([
    ['remote', true, true, 0],
    ['local', false, false, 1],
  ] as const)('here, decided for %s', async (others, active, isCarriedOut, left) => {
    const first = await run([person({}), ...BYSTANDERS]);
    await remove(first);
    await run([person({ city: 'Bern' })], { before: first });
    expect(await only(first)).toMatchObject({ kind: 'delete_vs_change', fields: [{ path: '$' }] });
    await decide(first, { others });
    await run([person({ city: 'Bern' })], { before: first });
    expect(await recordOf(first)).toMatchObject({ active });
    expect(await only(first)).toMatchObject({ state: 'resolved', isTaken: true, isCarriedOut });
    expect(await pending(first)).toBe(left);
  });
});

describe('what a strategy cannot decide', () => {
  const job = { conflictPolicy: { strategy: 'newest_wins' } };

  it('is tried again once, and then a person is asked', async () => {
    const first = await run([person({})], { job });
    await edit(first, { city: 'Oslo' });
    second += 1;
    const claimed = await world.claimedOf(
      first.job,
      { lane: 'single', scope: { kind: 'full' } },
      { kind: 'ids', externalIds: ['p'] },
    );
    const page = { cursorOut: null, observedAt: at(second) };
    await world.apply(pageOf(claimed, 0, [person({ city: 'Bern' })], page));
    expect((await world.chunk(claimed)).outcomes).toEqual(counts({ retried: 1 }));
    expect(await conflicts(first)).toEqual([]);
    const again = await world.claimedOf(
      first.job,
      { lane: 'single', scope: { kind: 'full' } },
      { kind: 'retry', round: 1, externalIds: ['p'], judged: true },
    );
    await world.apply(pageOf(again, 0, [person({ city: 'Bern' })], page));
    expect((await world.chunk(again)).outcomes).toEqual(counts({ conflicted: 1 }));
    expect(await only(first)).toMatchObject({ kind: 'data', policy: 'newest_wins' });
  });

  it('is of the kind timestamp where the provider gives an earlier time than before', async () => {
    const first = await run([person({}, { modifiedAt: at(30), version: '2' })], { job });
    await edit(first, { city: 'Oslo' });
    await run([person({ city: 'Bern' }, { modifiedAt: at(10), version: '3' })], { before: first });
    expect(await only(first)).toMatchObject({ kind: 'timestamp', policy: 'newest_wins', state: 'open' });
  });
});
