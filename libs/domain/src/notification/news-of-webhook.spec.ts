import { newsOfWebhook, type WatchedWebhook } from './news-of-webhook.js';

const NOW = new Date('2026-11-30T12:00:00.000Z');
const daysBefore = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const SINCE = daysBefore(0.1).toISOString();
const webhook: WatchedWebhook = {
  endpointId: 'w',
  about: { jobId: null, job: null, connectionId: 'c', connection: 'shop' },
  ...{ stream: 'orders', conditions: {}, refusedSince: null, received: null },
};
const regular = { lastAt: daysBefore(5), daysAgo: [5, 6, 7, 8, 9, 10] };

it('a webhook whose deliveries are refused is told once, until one is taken', () => {
  const refused = { ...webhook, refusedSince: SINCE };
  const first = newsOfWebhook(refused, NOW);
  expect(first.news).toEqual([
    {
      ...{ kind: 'deliveries_refused', at: NOW.toISOString(), about: webhook.about },
      facts: { endpointId: 'w', stream: 'orders', since: SINCE },
    },
  ]);
  const { conditions } = first;
  expect(newsOfWebhook({ ...refused, conditions }, NOW).news).toEqual([]);
  const taken = newsOfWebhook({ ...webhook, conditions }, NOW);
  expect(taken).toEqual({ news: [], conditions: {} });
  expect(newsOfWebhook({ ...refused, conditions: taken.conditions }, NOW).news).toHaveLength(1);
});

it('a webhook that received regularly and is silent is told once, until it receives', () => {
  const first = newsOfWebhook({ ...webhook, received: regular }, NOW);
  expect(first.news).toMatchObject([
    { kind: 'deliveries_silent', facts: { stream: 'orders', since: regular.lastAt.toISOString() } },
  ]);
  const { conditions } = first;
  expect(newsOfWebhook({ ...webhook, received: regular, conditions }, NOW).news).toEqual([]);
  const received = { lastAt: NOW, daysAgo: [0, ...regular.daysAgo] };
  expect(newsOfWebhook({ ...webhook, received, conditions }, NOW)).toEqual({ news: [], conditions: {} });
});

it('a webhook that is silent and then refuses is told of as that', () => {
  const { conditions } = newsOfWebhook({ ...webhook, received: regular }, NOW);
  const { news, conditions: after } = newsOfWebhook({ ...webhook, refusedSince: SINCE, conditions }, NOW);
  expect(news.map(({ kind }) => kind)).toEqual(['deliveries_refused']);
  expect(after).toEqual({ refused: NOW.toISOString() });
});

it('of one that received rarely, or never, silence says nothing', () => {
  const rare = { lastAt: daysBefore(20), daysAgo: [20, 27] };
  for (const received of [rare, null])
    expect(newsOfWebhook({ ...webhook, received }, NOW)).toEqual({ news: [], conditions: {} });
});
