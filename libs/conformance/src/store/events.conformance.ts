import { eventCatalog, type LifecycleEvent } from '@evenkeel/contracts-messages';
import { DEFAULT_TENANT, type Execution } from '@evenkeel/domain';
import {
  counts,
  newId,
  seedClaimed,
  seedJob,
  someAdvance,
  someChunk,
  someExecution,
  somePage,
  someTrigger,
} from './testing/store-fixtures.js';
import { hold, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const REASON = {
  kind: 'auth',
  code: 'provider.unauthorized',
  message: 'HTTP 401 for Ada',
  remedy: 'r',
} as const;

export function describeEvents({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });

  async function told(subject?: string): Promise<readonly LifecycleEvent[]> {
    while ((await world.events.number(100)) > 0);
    return world.tenant.transaction((tx) => tx.events.after(0, { subject }, 1_000));
  }
  const typesOf = (events: readonly LifecycleEvent[]) => events.map(({ type }) => type);
  const save = (execution: Execution) => world.tenant.transaction((tx) => tx.executions.save(execution));
  async function openExecution(changes: Partial<Execution> = {}): Promise<Execution> {
    const { job } = await seedJob(world.tenant);
    const execution = someExecution(job.id, { status: 'queued', startedAt: null, ...changes });
    await world.tenant.transaction((tx) => tx.executions.insert(execution));
    return execution;
  }
  const outside = (id: string) =>
    ({
      kind: 'outside_trigger',
      facts: { id, askedBy: null, topic: 't', jobId: null, triggerIds: [], code: 'request.invalid' },
    }) as const;

  describe('events', () => {
    it('tell each change of the status of a run once, numbered without a gap, with what the schemas say', async () => {
      const execution = await openExecution();
      const startedAt = new Date('2026-11-01T12:00:00.000Z');
      const running = { ...execution, status: 'running', startedAt } as const;
      await save(running);
      await save({ ...running, phase: 'applying' });
      await save({ ...running, status: 'paused' });
      await save(running);
      const finishedAt = new Date('2026-11-01T12:00:05.000Z');
      await world.tenant.transaction(async (tx) => {
        await tx.executions.save({ ...running, status: 'failed', reason: REASON, finishedAt });
        // After the status: what is told is what the transaction has left.
        await tx.receipts.save(execution.id, {
          fetched: 10,
          replayed: 2,
          balanced: true,
          outcomes: counts({ created: 4, retried: 2, rejected: 1, unchanged: 5 }),
        });
      });
      const events = await told(`executions/${execution.id}`);
      expect(typesOf(events)).toEqual([
        'sync.triggered',
        'sync.started',
        'sync.paused',
        'sync.resumed',
        'sync.failed',
      ]);
      expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
      expect(events.at(-1)?.data).toMatchObject({
        status: 'failed',
        previousStatus: 'running',
        reason: { kind: 'auth', code: 'provider.unauthorized' },
        durationMs: 5_000,
        fetched: 10,
        processed: 10,
        created: 4,
        skipped: 5,
        retried: 2,
        succeeded: 9,
        failed: 1,
        attempt: 1,
      });
      // Messages of errors may hold values of records.
      expect(JSON.stringify(events)).not.toContain('Ada');
      for (const { type, data } of events) {
        const definition = eventCatalog.find((each) => each.type === type);
        expect(definition?.data.safeParse(data)).toMatchObject({ success: true });
      }
    });

    it('are those of a transaction that was committed, and of no other', async () => {
      const execution = await openExecution();
      const failing = world.tenant.transaction(async (tx) => {
        await tx.executions.save({ ...execution, status: 'running' });
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(typesOf(await told(`executions/${execution.id}`))).toEqual(['sync.triggered']);
    });

    it('tell of a run that begins as it is opened, and of one that tries another again', async () => {
      const begun = await openExecution({ status: 'running' });
      expect(typesOf(await told(`executions/${begun.id}`))).toEqual(['sync.triggered', 'sync.started']);
      const again = await openExecution({
        retry: { of: begun.id, count: 1, nextAttemptAt: null, deadLetter: null, note: null },
      });
      const events = await told(`executions/${again.id}`);
      expect(typesOf(events)).toEqual(['sync.triggered', 'retry.attempted']);
      expect(events[1]?.data).toMatchObject({ what: 'execution', attempt: 2, retryOf: begun.id });
      await save({ ...again, status: 'failed', retry: { ...again.retry, deadLetter: 'dead' } });
      expect(typesOf(await told(`executions/${again.id}`))).toEqual([
        'sync.triggered',
        'retry.attempted',
        'sync.failed',
        'dead_letter.opened',
      ]);
    });

    it('tell of each page, and of the end of its slice, in their order', async () => {
      const { chunk, execution } = await seedClaimed(world);
      await world.tenant.transaction((tx) =>
        tx.pages.advance(
          someAdvance(chunk, {
            cursor: null,
            pages: 2,
            end: true,
            outcomes: counts({ created: 3, rejected: 1 }),
          }),
          [
            somePage('created', ['11', '12', '13'], { cursorOut: 'c1' }),
            somePage('rejected', [null], { pageNo: 1, cursorIn: 'c1', cursorOut: null }),
          ],
          [],
        ),
      );
      const events = (await told(`executions/${execution.id}`)).filter(
        ({ type }) => !type.startsWith('sync.'),
      );
      expect(typesOf(events)).toEqual(['batch.processed', 'records.fetched', 'batch.processed']);
      expect(events[0]?.data).toMatchObject({
        batch: { chunk: 0, page: 0, size: 3 },
        ...{ fetched: 3, processed: 3, created: 3, succeeded: 3, failed: 0 },
      });
      expect(events[1]?.data).toMatchObject({ chunk: 0, fetched: 4 });
      expect(events[2]?.data).toMatchObject({ batch: { page: 1, size: 1 }, created: 0, failed: 1 });
      for (const { type, data } of events) {
        const definition = eventCatalog.find((each) => each.type === type);
        expect(definition?.data.safeParse(data)).toMatchObject({ success: true });
      }
    });

    it('tell of records that are read again in the same run', async () => {
      const { execution } = await seedClaimed(world);
      const slice = { kind: 'retry', round: 1, externalIds: ['a', 'b'], judged: true } as const;
      await world.tenant.transaction((tx) =>
        tx.chunks.insert([someChunk(execution.id, { ordinal: 1, slice })]),
      );
      const last = (await told(`executions/${execution.id}`)).at(-1);
      expect(last).toMatchObject({
        type: 'retry.attempted',
        data: { what: 'records', attempt: 2, records: 2 },
      });
    });

    it('tell of jobs and connections', async () => {
      const { job, connection } = await seedJob(world.tenant);
      await world.tenant.transaction(async (tx) => {
        await tx.connections.saveStatus(connection.id, 'needs_attention', 'HTTP 401');
        await tx.connections.saveStatus(connection.id, 'needs_attention', 'HTTP 403');
        await tx.connections.saveStatus(connection.id, 'active', null);
        await tx.jobs.saveRevision({ ...job, revision: 2 });
      });
      const events = await told();
      expect(typesOf(events)).toEqual([
        'job.changed',
        'connection.needs_attention',
        'connection.recovered',
        'job.changed',
      ]);
      expect(events.map(({ sequence }) => sequence)).toEqual([1, 1, 2, 2]);
      expect(events.at(-1)?.data).toMatchObject({ change: 'changed', revision: 2 });
    });

    it('tell what became of each request for a run once, and whose messages asked for it', async () => {
      const { job } = await seedJob(world.tenant);
      const asked = someTrigger(job.id, { kind: 'event', actor: '2 events on t' });
      const other = someTrigger(job.id);
      const into = newId();
      await world.tenant.transaction(async (tx) => {
        for (const trigger of [asked, other]) await tx.triggers.insert(trigger);
        const place = {
          topic: 't',
          partition: 0,
          writtenAt: new Date(),
          jobId: null,
          type: 'records.changed',
        };
        const ids = await tx.triggerMessages.claim(
          ['7', '8', '9'].map((eventId) => ({ ...place, position: eventId, source: 'urn:crm', eventId })),
        );
        const end = { state: 'accepted', code: null, message: null } as const;
        const triggersOf = [[asked.id], [other.id, asked.id], [newId()]];
        await tx.triggerMessages.saveEnds(
          ids.map((id, at) => ({ ...end, id: id ?? '', triggerIds: triggersOf[at] ?? [] })),
        );
      });
      await world.tenant.transaction((tx) => tx.triggers.settle(asked.id, 'coalesced', into));
      await world.tenant.transaction((tx) => tx.triggers.settle(asked.id, 'coalesced', into));
      await world.tenant.transaction((tx) => tx.triggers.skipAll(job.id));
      const events = (await told()).filter(({ type }) => type === 'trigger.settled');
      const settled = { job: { id: job.id, name: job.name }, executionId: null, askedBy: [] };
      expect(events).toMatchObject([
        {
          subject: `triggers/${asked.id}`,
          ...{ jobId: job.id, sequence: 1 },
          data: {
            ...{ ...settled, state: 'coalesced', executionId: into },
            trigger: { id: asked.id, kind: 'event', actor: '2 events on t' },
            askedBy: [
              { source: 'urn:crm', id: '7' },
              { source: 'urn:crm', id: '8' },
            ],
          },
        },
        { subject: `triggers/${other.id}`, data: { ...settled, state: 'skipped' } },
      ]);
      const { data } = eventCatalog.find(({ type }) => type === 'trigger.settled')!;
      for (const event of events) expect(data.safeParse(event.data)).toMatchObject({ success: true });
    });

    it('tell of facts that have no row of their own', async () => {
      await world.tenant.transaction((tx) => tx.events.keep(outside('1')));
      await world.system.transaction((tx) => tx.events.keep(DEFAULT_TENANT, outside('2')));
      expect(await told()).toMatchObject([
        { type: 'trigger.rejected', subject: 'triggers/1', sequence: 1 },
        { type: 'trigger.rejected', subject: 'triggers/2', sequence: 1 },
      ]);
    });

    it('go on past a fact that cannot be told', async () => {
      const strange = { ...outside('odd'), kind: 'of a later release' } as unknown as ReturnType<
        typeof outside
      >;
      await world.tenant.transaction((tx) => tx.events.keep(strange));
      await world.tenant.transaction((tx) => tx.events.keep(outside('good')));
      expect((await told()).map(({ subject }) => subject)).toEqual(['triggers/good']);
    });

    it('are seen behind a position, of one tenant, of a subject or a job', async () => {
      const execution = await openExecution();
      const events = await told();
      const [first] = events;
      const after = (position: number, filter: object, limit = 10) =>
        world.tenant.transaction((tx) => tx.events.after(position, filter, limit));
      await expect(after(0, {}, 1)).resolves.toEqual([first]);
      await expect(after(first!.position, {})).resolves.toEqual(events.slice(1));
      await expect(after(0, { jobId: execution.jobId })).resolves.toEqual(events);
      await expect(after(0, { jobId: newId() })).resolves.toEqual([]);
      const other = await world.addTenant();
      const theirs = world.store.of(other).transaction((tx) => tx.events.after(0, {}, 10));
      await expect(theirs).resolves.toEqual([]);
      const all = await world.system.transaction((tx) => tx.events.after(0, 10));
      expect(all).toEqual(events);
      const head = await world.system.transaction((tx) => tx.events.head());
      expect(head).toEqual({ position: events.at(-1)?.position, forgotten: 0 });
    });

    it('get their places from one process at a time, however late a transaction commits', async () => {
      const late = await hold(world.tenant, (tx) => tx.events.keep(outside('late')));
      await world.tenant.transaction((tx) => tx.events.keep(outside('soon')));
      const soon = await told();
      await late.commit();
      await Promise.all([1, 2, 3].map(() => world.events.number(10)));
      const all = await told();
      expect(all.map(({ subject }) => subject)).toEqual(['triggers/soon', 'triggers/late']);
      expect(all[0]).toEqual(soon[0]);
      expect(all[1]!.position).toBeGreaterThan(all[0]!.position);
    });

    it('are forgotten when they are old, and numbered on', async () => {
      world.setNow(new Date('2026-11-01T12:00:00.000Z'));
      const execution = await openExecution();
      await told();
      world.setNow(new Date('2026-11-09T12:00:00.000Z'));
      await save({ ...execution, status: 'running' });
      const before = await told();
      await expect(world.events.forget(7, 100)).resolves.toBe(2);
      await expect(world.events.forget(7, 100)).resolves.toBe(0);
      const after = await told();
      expect(after).toEqual(before.slice(-1));
      expect(after[0]).toMatchObject({ type: 'sync.started', sequence: 2 });
      const head = await world.system.transaction((tx) => tx.events.head());
      expect(head.forgotten).toBe(before[1]?.position);
    });

    it('are published in their order, and again where that was not seen to succeed', async () => {
      for (const id of ['1', '2', '3']) await world.tenant.transaction((tx) => tx.events.keep(outside(id)));
      const events = await told();
      const published: string[] = [];
      const publish = (limit: number) =>
        world.events.publish(limit, async (some) => void published.push(...some.map(({ id }) => id)));
      await expect(publish(2)).resolves.toBe(2);
      const failing = world.events.publish(10, () => Promise.reject(new Error('no broker')));
      await expect(failing).rejects.toThrow('no broker');
      let meanwhile: number | undefined;
      await world.events.publish(10, async (some) => {
        meanwhile = await publish(10);
        published.push(...some.map(({ id }) => id));
      });
      expect(meanwhile).toBe(0);
      await expect(publish(10)).resolves.toBe(0);
      expect(published).toEqual(events.map(({ id }) => id));
    });
  });
}
