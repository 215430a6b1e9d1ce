import { startPositions } from './start-positions.js';

const ends = [
  { partition: 0, low: 5, high: 9 },
  { partition: 1, low: 0, high: 4 },
];

describe('a group begins', () => {
  it('behind all that is there, or with the first record, where it is new', () => {
    expect([...startPositions({ committed: new Map(), ends }, 'latest')]).toEqual([
      [0, 9],
      [1, 4],
    ]);
    expect([...startPositions({ committed: new Map([[0, -1]]), ends }, 'earliest')]).toEqual([
      [0, 5],
      [1, 0],
    ]);
  });

  it('nowhere anew in what it has committed, and with the first record of a partition that was added', () => {
    expect([...startPositions({ committed: new Map([[0, 7]]), ends }, 'latest')]).toEqual([[1, 0]]);
  });
});
