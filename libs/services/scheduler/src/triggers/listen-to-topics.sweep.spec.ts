import { NoTracing, SystemClock, UuidIds } from '@evenkeel/adapter-node-runtime';
import { seedJob } from '@evenkeel/conformance';
import { DEFAULT_TENANT, JOB_DEFAULTS, type TopicListening } from '@evenkeel/domain';
import {
  ForeignTopics,
  type ForeignHandling,
  type ListenedTopic,
  type ListenedTopicState,
  type TopicRights,
} from '@evenkeel/ports';
import { ListenToTopics, TakesRecords } from './listen-to-topics.sweep.js';
import { recordOf, TOPIC, TriggerWorld } from './testing/trigger-world.js';

const world = new TriggerWorld();
beforeEach(() => world.database.reset());

class ListedTopics extends ForeignTopics {
  listened: readonly ListenedTopic[] = [];
  handling: ForeignHandling | undefined;
  state: Pick<ListenedTopicState, 'state' | 'why'> = { state: 'listening', why: null };
  override listen(topics: readonly ListenedTopic[], handling: ForeignHandling): void {
    this.listened = topics;
    this.handling = handling;
  }
  override states(): readonly ListenedTopicState[] {
    return this.listened.map(({ topic }) => ({ topic, ...this.state }));
  }
}

const RIGHTS: TopicRights = {
  hasKafka: true,
  triggerTopics: [{ topic: TOPIC, tenantId: DEFAULT_TENANT, isOwn: true }],
  foreign: [{ pattern: 'crm.*', tenantId: DEFAULT_TENANT }],
};
const NONE: TopicRights = { hasKafka: false, triggerTopics: [], foreign: [] };

function sweepWith(rights: TopicRights, topics = new ListedTopics()) {
  const taking = new TakesRecords(world.triggers(), world.records(), new NoTracing());
  const { store } = world.database.postgres;
  return { topics, sweep: new ListenToTopics(store, topics, rights, taking, new SystemClock()) };
}

const listening: TopicListening = {
  ...{ topic: 'crm.changes', idPath: 'id', kindPath: null, kinds: [], startAt: 'latest' },
};
const seed = (listen: TopicListening = listening) => seedJob(world.tenant, { ...JOB_DEFAULTS, listen });

describe('topics', () => {
  it('that take triggers and that jobs listen to are read, each for what it holds', async () => {
    const { job } = await seed();
    const { topics, sweep } = sweepWith(RIGHTS);
    await sweep.run();
    expect(topics.listened).toMatchObject([
      { topic: TOPIC, startAt: 'earliest', isOwn: true },
      { topic: 'crm.changes', startAt: 'latest', isOwn: false },
    ]);
    await topics.handling!.take([recordOf({ topic: 'crm.changes', text: '{"id":"a"}' })]);
    await topics.handling!.take([recordOf({ text: '{"id":"a"}' })]);
    expect(await world.runs(job.id)).toHaveLength(1);
    expect((await world.messages()).map(({ topic, state }) => [topic, state])).toEqual([[TOPIC, 'rejected']]);
    expect(await world.topic('crm.changes')).toMatchObject({ state: 'listening', jobs: [job.name] });
  });

  it('that are missing are told of by the status, until they are there', async () => {
    const { job } = await seed();
    const { topics, sweep } = sweepWith({ ...RIGHTS, triggerTopics: [] });
    topics.state = { state: 'missing', why: 'There is none' };
    await sweep.run();
    await sweep.run();
    const concerns = () => world.tenant.transaction((tx) => tx.concerns.facts());
    expect((await concerns()).unreadTopics).toEqual([
      { topic: 'crm.changes', jobs: [job.name], why: 'There is none', since: expect.any(Date) as Date },
    ]);
    topics.state = { state: 'listening', why: null };
    await sweep.run();
    expect((await concerns()).unreadTopics).toEqual([]);
  });

  it.each([
    ['without Kafka', NONE, listening, 'no_kafka'],
    ['of another system that are not named', { ...RIGHTS, foreign: [] }, listening, 'not_allowed'],
    [
      'of the engine itself',
      { ...RIGHTS, foreign: [{ pattern: '*', tenantId: DEFAULT_TENANT }] },
      { ...listening, topic: 'evenkeel.page-fetched.v1' },
      'not_allowed',
    ],
    [
      'of another tenant',
      { ...RIGHTS, foreign: [{ pattern: 'crm.*', tenantId: new UuidIds().next() }] },
      listening,
      'not_allowed',
    ],
  ])('%s are not read, and that is told', async (_, rights, listen, state) => {
    await seed(listen);
    const { topics, sweep } = sweepWith(rights);
    await sweep.run();
    expect(topics.listened.map(({ topic }) => topic)).not.toContain(listen.topic);
    expect(await world.topic(listen.topic)).toMatchObject({ state });
  });
});
