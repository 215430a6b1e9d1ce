import { compareRounds, showRatios } from './compare.js';
import { figure } from './figure.js';

const rate = (value: number) => figure('rate', 'records/s', [value]);

describe('the present build against the reference', () => {
  const rounds = [
    { present: [rate(90)], reference: [rate(100)] },
    { present: [rate(95)], reference: [rate(100)] },
    { present: [rate(330)], reference: [rate(300)] },
  ];

  it('is told by the ratio of each round, so that a slow machine weighs on both', () => {
    expect(compareRounds(rounds)).toEqual([
      { name: 'rate', unit: 'records/s', min: 0.9, median: 0.95, max: 1.1, present: 95, reference: 100 },
    ]);
    expect(showRatios(compareRounds(rounds))).toContain('rate  0.900 / 0.950 / 1.100  (95 / 100 records/s)');
  });

  it('takes the middle of two rounds', () => {
    expect(compareRounds(rounds.slice(0, 2))).toMatchObject([{ median: 0.925, present: 92.5 }]);
  });

  it('leaves out what one of them does not measure', () => {
    expect(compareRounds([{ present: [rate(1)], reference: [figure('time', 's', [1])] }])).toEqual([]);
  });
});
