import fc from 'fast-check';
import { decideListening, MOST_TOPICS, type ListeningRights, type WantedTopic } from './decide-listening.js';
import { mayListen } from './topic-permit.js';

const TENANTS = ['tenant 1', 'tenant 2'] as const;
const rights: ListeningRights = {
  hasKafka: true,
  triggerTopics: [{ topic: 'shop.triggers', tenantId: 'tenant 2', isOwn: false }],
  foreign: [
    { pattern: 'crm.*', tenantId: 'tenant 1' },
    { pattern: 'crm.b', tenantId: 'tenant 2' },
    { pattern: '*', tenantId: 'tenant 2' },
  ],
};
const wanted = fc.array(
  fc.record<WantedTopic>({
    tenantId: fc.constantFrom(...TENANTS),
    topic: fc.constantFrom(
      'crm.a',
      'crm.b',
      'shop.triggers',
      'evenkeel.page-fetched.v1',
      'x.evenkeel.run-requested.v1',
    ),
    startAt: fc.constantFrom('latest', 'earliest'),
  }),
);

describe('the topics that are read', () => {
  it('are each read for one tenant, who may, and the others are told why not', () => {
    fc.assert(
      fc.property(wanted, (topics) => {
        const { planned, refused } = decideListening(rights, topics);
        const names = planned.map(({ topic }) => topic);
        expect(new Set(names).size).toBe(names.length);
        for (const { topic, tenantId, holds } of planned)
          expect(
            holds === 'triggers' ? topic === 'shop.triggers' : mayListen(topic, tenantId, rights.foreign),
          ).toBe(true);
        expect(planned.length - 1 + refused.length).toBe(topics.length);
        expect(names.filter((name) => name.includes('evenkeel.'))).toEqual([]);
      }),
    );
  });

  it('are none without Kafka', () => {
    const topics: WantedTopic[] = [{ tenantId: 'tenant 1', topic: 'crm.a', startAt: 'latest' }];
    expect(decideListening({ ...rights, hasKafka: false }, topics)).toMatchObject({
      planned: [],
      refused: [{ topic: 'crm.a', state: 'no_kafka' }],
    });
  });

  it('are so many at most', () => {
    const topics = Array.from({ length: 150 }, (_, at): WantedTopic => ({
      tenantId: 'tenant 1',
      topic: `crm.${at}`,
      startAt: 'latest',
    }));
    const { planned, refused } = decideListening(rights, topics);
    expect([planned.length, refused.length]).toEqual([MOST_TOPICS, 51]);
  });
});
