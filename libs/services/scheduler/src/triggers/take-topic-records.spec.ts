import { DEFAULT_TENANT, type TopicListening } from '@evenkeel/domain';
import { seedJob, someJob } from '@evenkeel/conformance';
import type { ForeignRecord } from '@evenkeel/ports';
import { recordOf, TriggerWorld } from './testing/trigger-world.js';

const world = new TriggerWorld();
beforeEach(() => world.database.reset());

const TOPIC = 'crm.changes';
const listen = (changes: Partial<TopicListening> = {}): TopicListening => ({
  ...{ topic: TOPIC, idPath: 'after.id', kindPath: 'op', startAt: 'latest' },
  kinds: [
    { when: 'd', then: 'deleted' },
    { when: 'r', then: 'ignore' },
  ],
  ...changes,
});
const record = (value: object) => recordOf({ topic: TOPIC, text: JSON.stringify(value) });
const take = (...records: ForeignRecord[]) => world.records().take(DEFAULT_TENANT, TOPIC, records);

describe('a record of a topic that jobs listen to', () => {
  it('starts a run of what it names, together with those beside it', async () => {
    const { job } = await seedJob(world.tenant, { listen: listen() });
    await take(
      record({ op: 'c', after: { id: 1 } }),
      record({ op: 'u', after: { id: 2 } }),
      record({ op: 'u', after: { id: 1 } }),
      record({ op: 'd', after: { id: 12345678901234567890n.toString() } }),
      record({ op: 'r', after: {} }),
      recordOf({ topic: TOPIC }),
    );
    expect(await world.runs(job.id)).toEqual([
      expect.objectContaining({
        ...{ kind: 'event', externalIds: ['1', '2', '12345678901234567890'] },
        actor: `4 records of ${TOPIC}`,
      }),
    ]);
    expect(await world.messages()).toEqual([]);
    expect(await world.topic(TOPIC)).toMatchObject({
      accepted: 4,
      ignored: 2,
      rejected: 0,
      jobs: [job.name],
    });
  });

  it('is rejected for the job that finds no id in it, once, and taken by the other', async () => {
    const { job } = await seedJob(world.tenant, { listen: listen() });
    const other = someJob(job.connectionId, { recordType: 'other', listen: listen({ idPath: null }) });
    await world.tenant.transaction((tx) => tx.jobs.insert(other));
    const odd = recordOf({ topic: TOPIC, key: 'k1', text: '{"op":"u"}' });
    await take(odd, recordOf({ topic: TOPIC, key: 'k2', text: '<' }));
    await take(odd);
    expect((await world.runs(other.id)).map(({ externalIds }) => externalIds)).toEqual([['k1'], ['k1']]);
    const messages = await world.messages();
    expect(new Set(messages.map(({ jobId, code, message }) => `${jobId} ${code} ${message}`))).toEqual(
      new Set([
        `${job.id} trigger.without_id There is no record id at "after.id"`,
        // Of one record, for two jobs: in no order.
        `${job.id} trigger.without_id Its value is not JSON`,
        `${other.id} trigger.without_id Its value is not JSON`,
      ]),
    );
    expect(messages).toHaveLength(3);
  });

  it('that cannot be taken at all is told of', async () => {
    await world.records().giveUp(DEFAULT_TENANT, record({}), new Error('odd'));
    expect(await world.messages()).toEqual([
      expect.objectContaining({ state: 'rejected', code: 'system.unexpected', jobId: null }),
    ]);
  });

  it('starts nothing where no job listens any more', async () => {
    await take(record({ op: 'c', after: { id: 1 } }));
    expect(await world.messages()).toEqual([]);
  });
});
