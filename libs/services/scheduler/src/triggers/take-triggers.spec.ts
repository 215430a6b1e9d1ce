import { DEFAULT_TENANT, REJECTIONS_KEPT_A_DAY } from '@evenkeel/domain';
import { drainOutbox, hold, isBlocked, seedJob, someJob } from '@evenkeel/conformance';
import { eventRecord, recordOf, TOPIC, TriggerWorld } from './testing/trigger-world.js';

const world = new TriggerWorld();
beforeEach(() => world.database.reset());

const sync = (id: string, data: object) => eventRecord({ id, type: 'sync.requested', data });
const changed = (id: string, data: object) => eventRecord({ id, type: 'records.changed', data });

describe('a message that asks for a run', () => {
  it('becomes one trigger, however often it is delivered and however often it is sent', async () => {
    const { job } = await seedJob(world.tenant);
    const message = sync('1', { job: job.name, mode: 'full', priority: 'low' });
    await world.take(message);
    await world.take(message);
    await world.take(sync('1', { job: job.name, mode: 'full' }), sync('1', { job: job.name }));
    const runs = await world.runs(job.id);
    expect(runs).toEqual([
      expect.objectContaining({ kind: 'event', actor: 'event urn:crm 1', mode: 'full', priority: 'low' }),
    ]);
    expect(await world.messages()).toEqual([
      expect.objectContaining({ state: 'accepted', triggerIds: [runs[0]!['id']], eventId: '1' }),
    ]);
    expect(await world.topic()).toMatchObject({ accepted: 1, repeated: 3, rejected: 0, ignored: 0 });
    const published = await drainOutbox(world.database.postgres.outbox);
    expect(published.filter(({ topic }) => topic === 'evenkeel.run-requested.v1')).toHaveLength(1);
  });

  it('becomes one trigger also where two replicas take it at the same time', async () => {
    const { job } = await seedJob(world.tenant);
    const message = sync('1', { job: job.id });
    const first = await hold(world.tenant, (tx) =>
      tx.triggerMessages.claim([
        { ...message, jobId: null, source: 'urn:crm', eventId: '1', type: 'sync.requested' },
      ]),
    );
    const second = world.take(message);
    expect(await isBlocked(second)).toBe(true);
    await first.commit();
    await second;
    expect(first.answer[0]).toBeDefined();
    expect(await world.runs(job.id)).toEqual([]);
    expect(await world.topic()).toMatchObject({ repeated: 1 });
  });

  it('may name records, a time, what failed, a preview', async () => {
    const { job } = await seedJob(world.tenant);
    await world.take(
      sync('1', { job: job.name, externalIds: ['a', 'b', 'a'] }),
      sync('2', { job: job.name, from: '2026-01-01T00:00:00+01:00' }),
      sync('3', { job: job.name, scope: 'partial' }),
      sync('4', { job: job.name, preview: true, mode: 'full' }),
    );
    expect(await world.runs(job.id)).toEqual([
      expect.objectContaining({ externalIds: ['a', 'b'], priority: null }),
      expect.objectContaining({ period: { from: '2025-12-31T23:00:00.000Z', to: null } }),
      expect.objectContaining({ preview: true, mode: 'full' }),
    ]);
    // Nothing of it has failed.
    expect((await world.messages()).map(({ state }) => state)).toEqual([
      'accepted',
      'accepted',
      'ignored',
      'accepted',
    ]);
  });

  it.each([
    ['names no job', sync('1', { job: 'none' }), 'request.not_found', 'There is no job "none"'],
    [
      'names no plan',
      sync('1', { job: 'j', planId: '0196f5a0-0000-7000-8000-000000000001' }),
      'request.not_found',
      'no job',
    ],
    ['is of an unknown type', eventRecord({ id: '1', type: 'x', data: {} }), 'trigger.unknown_type', '"x"'],
    ['has an unknown field', sync('1', { job: 'j', ids: ['1'] }), 'trigger.malformed', 'ids'],
    [
      'says two things',
      sync('1', { job: 'j', mode: 'full', externalIds: ['1'] }),
      'trigger.malformed',
      'exclude',
    ],
    ['has a time that is none', sync('1', { job: 'j', from: 'soon' }), 'trigger.malformed', 'from'],
    ['has NUL', sync('1', { job: 'a\u0000' }), 'trigger.malformed', 'NUL'],
    ['is no JSON', recordOf({ text: '{"half' }), 'trigger.malformed', 'not JSON'],
    ['is no event', recordOf({ text: '{"id":1}' }), 'trigger.malformed', 'specversion'],
    ['is empty', recordOf({}), 'trigger.malformed', 'no value'],
    ['is bytes', recordOf({ unreadable: 'its value is not UTF-8' }), 'trigger.malformed', 'UTF-8'],
    [
      'names another tenant',
      eventRecord({ id: '1', type: 'sync.requested', data: { job: 'j' }, tenantId: 'other' }),
      'trigger.foreign_tenant',
      'another tenant',
    ],
  ])('and %s is a row that says so, once', async (_, record, code, says) => {
    await world.take(record);
    await world.take(record);
    expect(await world.messages()).toEqual([
      expect.objectContaining({
        ...{ state: 'rejected', code, triggerIds: [] },
        message: expect.stringContaining(says) as string,
        position: record.position,
      }),
    ]);
    expect(await world.topic()).toMatchObject({ rejected: 1, repeated: 1 });
  });

  it('holds up no other, and may be sent again once it can be taken', async () => {
    const { job } = await seedJob(world.tenant);
    await world.take(sync('1', { job: 'later' }), recordOf({ text: '<' }), sync('2', { job: job.name }));
    expect(await world.runs(job.id)).toHaveLength(1);
    const later = someJob(job.connectionId, { recordType: 'later' });
    await world.tenant.transaction((tx) => tx.jobs.insert({ ...later, name: 'later' }));
    await world.take(sync('1', { job: 'later' }));
    expect(await world.runs(later.id)).toHaveLength(1);
    expect(await world.topic()).toMatchObject({ accepted: 2, rejected: 2, repeated: 0 });
  });

  it('is answered by an event', async () => {
    const { job } = await seedJob(world.tenant);
    await world.take(sync('1', { job: job.name }), sync('2', { job: 'none' }));
    const facts = await world.database.rows<{ facts: Record<string, unknown> }>(
      `select facts from event_fact where kind = 'outside_trigger' order by id`,
      [],
    );
    expect(facts.map(({ facts: each }) => each)).toEqual([
      expect.objectContaining({ askedBy: { source: 'urn:crm', id: '1' }, jobId: job.id, code: null }),
      expect.objectContaining({ askedBy: { source: 'urn:crm', id: '2' }, code: 'request.not_found' }),
    ]);
  });
});

describe('a message that tells of changes', () => {
  it('starts one run of all that was named together, of each job that listens, and of no other', async () => {
    const { job, connection } = await seedJob(world.tenant, { event: true });
    const deaf = someJob(job.connectionId, { recordType: 'deaf' });
    const other = someJob(job.connectionId, { recordType: 'other', event: true });
    await world.tenant.transaction(async (tx) => {
      await tx.jobs.insert(deaf);
      await tx.jobs.insert(other);
    });
    const said = { connection: connection.name, stream: 'customers' };
    await world.take(
      changed('1', { ...said, externalIds: ['a', 'b'] }),
      changed('2', { ...said, externalIds: ['b'], kind: 'deleted' }),
      changed('3', { ...said, connection: connection.id, externalIds: ['c'] }),
    );
    for (const { id } of [job, other])
      expect(await world.runs(id)).toEqual([
        expect.objectContaining({
          ...{ kind: 'event', externalIds: ['a', 'b', 'c'], actor: `3 events on ${TOPIC}`, mode: null },
        }),
      ]);
    expect(await world.runs(deaf.id)).toEqual([]);
    const [first] = await world.messages();
    expect(first?.triggerIds).toHaveLength(2);
  });

  it('is cut into runs of a hundred records', async () => {
    const { job, connection } = await seedJob(world.tenant, { event: true });
    const externalIds = Array.from({ length: 250 }, (_, at) => `r${at}`);
    await world.take(changed('1', { connection: connection.name, stream: 'customers', externalIds }));
    const runs = await world.runs(job.id);
    expect(runs.map(({ externalIds: ids }) => (ids as string[]).length)).toEqual([100, 100, 50]);
    expect((await world.messages())[0]?.triggerIds).toHaveLength(3);
  });

  it('is ignored, visibly, where no job listens, and rejected where there is no such connection', async () => {
    const { connection } = await seedJob(world.tenant);
    await world.take(
      changed('1', { connection: connection.name, stream: 'customers', externalIds: ['a'] }),
      changed('2', { connection: 'none', stream: 'customers', externalIds: ['a'] }),
    );
    expect((await world.messages()).map(({ state, code }) => [state, code])).toEqual([
      ['ignored', null],
      ['rejected', 'request.not_found'],
    ]);
  });
});

it('of a flood of what cannot be read a thousand rows are kept, and all are counted', async () => {
  for (let batch = 0; batch < 3; batch += 1)
    await world.take(...Array.from({ length: 400 }, () => recordOf({ text: '<' })));
  expect(await world.topic()).toMatchObject({ rejected: 1_200 });
  const [kept] = await world.database.rows<{ count: number }>(
    'select count(*)::int as count from trigger_message where tenant_id = $1',
    [DEFAULT_TENANT],
  );
  expect(kept?.count).toBe(REJECTIONS_KEPT_A_DAY);
});
