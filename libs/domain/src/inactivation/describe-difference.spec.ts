import { describeDifference } from './describe-difference.js';

const same = { unlisted: 0, unlistedExamples: [], inactive: 0, inactiveExamples: [] };

describe('describeDifference', () => {
  it('says nothing where active records and the listing are the same', () => {
    expect(describeDifference(same)).toBeUndefined();
  });

  it('says how many differ, and names some', () => {
    expect(describeDifference({ ...same, inactive: 1, inactiveExamples: ['a'] })).toBe(
      '1 record is listed but inactive: a',
    );
    expect(
      describeDifference({
        unlisted: 7,
        unlistedExamples: ['b', 'c'],
        inactive: 2,
        inactiveExamples: ['a', 'd'],
      }),
    ).toBe('2 records are listed but inactive: a, d; 7 records are not listed but active: b, c, ...');
  });
});
