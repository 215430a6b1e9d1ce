import { concernsOfDeliveries } from './concerns-of-deliveries.js';

const now = new Date('2026-11-21T12:00:00Z');
const DAY_MS = 86_400_000;
const of = (daysAgo: readonly number[], silentDays: number) => {
  const lastAt = new Date(now.getTime() - silentDays * DAY_MS);
  const deliveryDays = [{ connection: 'shop', stream: 'orders', lastAt, daysAgo }];
  return concernsOfDeliveries({ refusedDeliveries: [], deliveryDays }, now);
};
const isTold = (daysAgo: readonly number[], silentDays: number) => of(daysAgo, silentDays).length === 1;

describe('a webhook that is silent', () => {
  it('is told with its connection and when it received last', () => {
    expect(of([8, 7, 6, 5, 4], 4.5)).toEqual([
      {
        ...{ kind: 'deliveries_silent', about: 'shop', id: null, since: new Date('2026-11-17T00:00:00Z') },
        message:
          'The webhook of orders received regularly, and has received nothing since 2026-11-17T00:00:00.000Z',
      },
    ]);
  });

  it.each<[string, readonly number[], number, boolean]>([
    ['each day, and silent for three', [3, 4, 5, 6, 7], 3, true],
    ['each day, and silent for less', [2, 3, 4, 5, 6], 2.9, false],
    ['with weekends between, for nine days', [9, 10, 11, 14, 15, 16], 9, true],
    ['with weekends between, for eight', [8, 9, 10, 13, 14, 15], 8.9, false],
    ['that rarely received', [10, 11, 12, 13], 10, false],
    ['that never received', [], 30, false],
    ['in any order, and named twice', [7, 5, 3, 4, 6, 3], 3.5, true],
    ['of the past on the same days over and over', [3, 3, 3, 3, 3], 3.5, false],
  ])('%s: %j, %d days', (_what, daysAgo, silentDays, told) => {
    expect(isTold(daysAgo, silentDays)).toBe(told);
  });
});
