import { randomUUID } from 'node:crypto';
import type { TriggerMessage } from '@evenkeel/domain';
import type { Transaction } from '@evenkeel/ports';
import { newId, seedJob } from './testing/store-fixtures.js';
import { hold, isBlocked, type StoreConformance, type StoreWorld } from './testing/store-world.js';

const TOPIC = 'crm.changes';
const NOW = new Date('2026-11-01T12:00:00.000Z');

function message(position: number, changes: Partial<TriggerMessage> = {}): TriggerMessage {
  return {
    ...{ topic: TOPIC, partition: 0, position: String(position), writtenAt: NOW, jobId: null },
    ...{ source: 'urn:crm', eventId: String(position), type: 'records.changed' },
    ...changes,
  };
}

const unnamed = { source: null, eventId: null, type: null };

export function describeTriggerMessages({ open }: StoreConformance): void {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await open();
  });
  const within = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => world.tenant.transaction(work);
  const claim = async (...messages: TriggerMessage[]) =>
    (await within((tx) => tx.triggerMessages.claim(messages))).map((id) => id !== undefined);

  describe('trigger messages', () => {
    it('are known by their place in Kafka, for each job that cannot read them, and by their name as events', async () => {
      const [one, other] = [randomUUID(), randomUUID()];
      expect(await claim(message(1), message(2), message(2, { position: '3' }))).toEqual([true, true, false]);
      expect(await claim(message(1), message(1, unnamed), message(9, { eventId: '2' }))).toEqual([
        false,
        false,
        false,
      ]);
      const odd = message(4, { ...unnamed, jobId: one });
      expect(await claim(odd, { ...odd, jobId: other }, { ...odd, jobId: null })).toEqual([true, true, true]);
      expect(await claim({ ...odd, jobId: other })).toEqual([false]);
      // A topic that was made anew.
      expect(await claim({ ...odd, writtenAt: new Date(NOW.getTime() + 1) })).toEqual([true]);
    });

    it('that were rejected hold no name', async () => {
      const [id = ''] = await within((tx) => tx.triggerMessages.claim([message(1)]));
      const why = { code: 'request.not_found', message: 'There is no job' } as const;
      await within((tx) => tx.triggerMessages.saveEnds([{ id, state: 'rejected', triggerIds: [], ...why }]));
      expect(await claim(message(2, { eventId: '1' }), message(1))).toEqual([true, false]);
    });

    it('are claimed once also by two at the same time', async () => {
      const first = await hold(world.tenant, (tx) => tx.triggerMessages.claim([message(1)]));
      const second = claim(message(2, { eventId: '1' }));
      expect(await isBlocked(second)).toBe(true);
      await first.commit();
      expect(await second).toEqual([false]);
    });

    it('are listed newest first, by state and topic, with what became of them', async () => {
      const list = (state: 'accepted' | null, topic: string | null, after: string | null = null) =>
        within((tx) => tx.triggerMessages.list({ state, topic }, { after, limit: 2 }));
      const ids = await within((tx) => tx.triggerMessages.claim([message(1), message(2), message(3)]));
      const triggerIds = [newId(), newId()];
      const taken = { state: 'accepted', triggerIds, code: null, message: null } as const;
      await within((tx) => tx.triggerMessages.saveEnds([{ id: ids[1]!, ...taken }]));
      await within((tx) => tx.triggerMessages.forget([ids[0]!]));
      const all = await list(null, null);
      expect(all.items.map(({ id, state }) => [id, state])).toEqual([
        [ids[2], 'ignored'],
        [ids[1], 'accepted'],
      ]);
      expect((await list('accepted', TOPIC)).items).toEqual([
        { ...message(2), id: ids[1], ...taken, receivedAt: expect.any(Date) as Date },
      ]);
      expect((await list(null, null, ids[2])).items.map(({ id }) => id)).toEqual([ids[1]]);
      expect((await list(null, 'other')).items).toEqual([]);
    });

    it('are counted by topic, of which is told how it is read and by which jobs', async () => {
      const listen = { topic: TOPIC, idPath: null, kindPath: null, kinds: [], startAt: 'latest' } as const;
      const { job } = await seedJob(world.tenant, { listen });
      const counts = { accepted: 3, ignored: 2, repeated: 1, rejected: 4 };
      await within(async (tx) => {
        expect(await tx.triggerMessages.lockRejections(TOPIC)).toEqual({ since: null, kept: 0 });
        await tx.triggerMessages.count(TOPIC, counts, { since: NOW, kept: 4 });
        await tx.triggerMessages.count(TOPIC, counts, { since: NOW, kept: 8 });
        expect(await tx.triggerMessages.lockRejections(TOPIC)).toEqual({ since: NOW, kept: 8 });
        await tx.triggerMessages.saveState(TOPIC, 'missing', 'There is none');
      });
      const time = expect.any(Date) as Date;
      expect(await within((tx) => tx.triggerMessages.listTopics())).toEqual([
        {
          ...{ topic: TOPIC, state: 'missing', why: 'There is none', jobs: [job.name] },
          ...{ accepted: 6, ignored: 4, repeated: 2, rejected: 8 },
          ...{ changedAt: time, receivedAt: time, rejectedAt: time },
        },
      ]);
      expect(await within((tx) => tx.jobs.listForTopic(TOPIC))).toEqual([job]);
      expect(await world.system.transaction((tx) => tx.due.listenedTopics())).toEqual([
        { tenantId: job.tenantId, topic: TOPIC, startAt: 'latest' },
      ]);
    });
  });
}
