import { compileMatch } from '@evenkeel/domain';
import { personSays, speaksForOne } from './matched-data.js';
import { ALIKE } from './matched-jobs.js';

const rules = compileMatch(ALIKE, new Set());
const ids = ['things', 'events'].flatMap((stream) =>
  // Some of a crowd as well, which are like none.
  [0, 1, 2, 3, 4, 5, 6, 7, 20, 21, 65].map((nth) => `${stream}-${nth}`),
);
const readings = ids.flatMap((id) => [1, 2, 3, 5].map((version) => ({ id, version })));

it('speaks for two being one exactly where the rules of the worlds join them or ask about them', () => {
  const verdicts = new Set<string>();
  const wrong = readings.flatMap((one) =>
    readings.filter((other) => {
      const { verdict } = rules.compare(personSays(one.id, one.version), personSays(other.id, other.version));
      verdicts.add(verdict);
      return (verdict !== 'none') !== speaksForOne(one, other);
    }),
  );
  expect(wrong).toEqual([]);
  expect([...verdicts].sort()).toEqual(['match', 'none', 'review']);
});
