import { newsOfWatch, type WatchedJob } from './news-of-watch.js';

const NOW = new Date('2026-11-30T12:00:00.000Z');
const before = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();
const job: WatchedJob = {
  about: { jobId: 'j', job: 'orders', connectionId: 'c', connection: 'shop' },
  ...{ conditions: {}, freshnessTargetMinutes: 60, freshSince: before(61), queue: null },
};

it('a job that has not succeeded within its target is told once, until it has', () => {
  const first = newsOfWatch(job, NOW);
  expect(first.news).toMatchObject([
    { kind: 'freshness_missed', facts: { since: before(61), targetMinutes: 60 } },
  ]);
  const { conditions } = first;
  expect(newsOfWatch({ ...job, conditions }, NOW).news).toEqual([]);
  expect(newsOfWatch({ ...job, conditions, freshSince: before(1) }, NOW)).toEqual({
    news: [],
    conditions: {},
  });
});

it('a job is fresh up to its target, and always without one', () => {
  expect(newsOfWatch({ ...job, freshSince: before(60) }, NOW).news).toEqual([]);
  expect(newsOfWatch({ ...job, freshnessTargetMinutes: null }, NOW).news).toEqual([]);
});

it('runs that wait longer than a quarter of an hour are a backlog, told once', () => {
  const queue = { waiting: 3, since: before(16) };
  const late = { ...job, freshSince: before(1), queue };
  const first = newsOfWatch(late, NOW);
  expect(first.news).toMatchObject([{ kind: 'backlog', facts: queue }]);
  expect(newsOfWatch({ ...late, conditions: first.conditions }, NOW).news).toEqual([]);
  expect(newsOfWatch({ ...late, queue: { waiting: 3, since: before(15) } }, NOW).news).toEqual([]);
  expect(newsOfWatch({ ...late, queue: null, conditions: first.conditions }, NOW).conditions).toEqual({});
});
