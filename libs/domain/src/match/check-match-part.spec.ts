import { blockBy, exact, fuzzy, NORMALISERS, PATH, problemsOf, when } from './testing/told-problems.js';

it.each<readonly [unknown, string]>([
  [when(1), 'match.rules[0].when: must be a comparison, {"all": [...]} or {"any": [...]}'],
  [when({ all: [] }), 'match.rules[0].when.all: must be a list of 1 to 16 conditions'],
  [when({ any: exact }), 'match.rules[0].when.any: must be a list of 1 to 16 conditions'],
  [when({ any: [exact], all: [exact] }), 'match.rules[0].when: has other settings beside all'],
  [
    when({ all: [{ any: [{ all: [{ any: [{ all: [exact] }] }] }] }] }),
    'match.rules[0].when.all[0].any[0].all[0].any[0].all[0]: nests deeper than 5 levels',
  ],
  [
    when({ ...exact, by: 'exac' }),
    'match.rules[0].when.by: must be one of exact, fuzzy, phonetic; did you mean exact?',
  ],
  [when({ ...exact, by: 1 }), 'match.rules[0].when.by: must be one of exact, fuzzy, phonetic'],
  [when({ ...exact, by: 'prefix' }), 'match.rules[0].when.by: must be one of exact, fuzzy, phonetic'],
  [when({ by: 'exact' }), `match.rules[0].when.field: ${PATH}, or a list of 1 to 4 paths`],
  [when({ ...exact, field: [] }), `match.rules[0].when.field: ${PATH}, or a list of 1 to 4 paths`],
  [
    when({ ...exact, field: ['a', 'b', 'c', 'd', 'e'] }),
    `match.rules[0].when.field: ${PATH}, or a list of 1 to 4 paths`,
  ],
  [when({ ...exact, field: ['a', 7] }), `match.rules[0].when.field[1]: ${PATH}`],
  [when({ ...exact, field: '' }), `match.rules[0].when.field: ${PATH}`],
  [when({ ...exact, field: '$' }), `match.rules[0].when.field: ${PATH}`],
  [
    when({ ...exact, field: 'a..b' }),
    'match.rules[0].when.field: is a dotted path such as address.street, without empty names',
  ],
  [
    when({ ...exact, field: 'a.*' }),
    'match.rules[0].when.field: names every entry of a list where one value is meant; write \\* for a name',
  ],
  [
    when({ ...exact, length: 2 }),
    'match.rules[0].when.length: is not known; there are field, by, normalise, region, algorithm, threshold',
  ],
  [when({ ...exact, threshold: 0.5 }), 'match.rules[0].when.threshold: is for fuzzy only'],
  [when({ ...exact, algorithm: 'levenshtein' }), 'match.rules[0].when.algorithm: is for fuzzy only'],
  [
    when({ ...exact, normalise: ['cases'] }),
    `match.rules[0].when.normalise[0]: must be one of ${NORMALISERS}; did you mean case?`,
  ],
  [
    when({ ...exact, normalise: 'case' }),
    `match.rules[0].when.normalise: must be a list of 1 to 10 normalisers (${NORMALISERS})`,
  ],
  [when({ ...exact, region: 'DE' }), 'match.rules[0].when.region: is for the normaliser phone only'],
  [
    when({ ...exact, normalise: ['case'], region: 'DE' }),
    'match.rules[0].when.region: is for the normaliser phone only',
  ],
  [
    when({ ...exact, normalise: ['phone'], region: 'de' }),
    'match.rules[0].when.region: must be the code of a country in capitals, for example DE',
  ],
  [
    blockBy({ field: 'a', by: 'fuzzy' }),
    'match.rules[0].blockBy[0].by: must be one of exact, phonetic, prefix',
  ],
  [
    blockBy({ field: 'a', by: 'exact', threshold: 1 }),
    'match.rules[0].blockBy[0].threshold: is not known; there are field, by, normalise, region, length',
  ],
  [blockBy({ field: 'a', by: 'exact', length: 2 }), 'match.rules[0].blockBy[0].length: is for prefix only'],
  ...[0, 33, 1.5, '4'].map(
    (length) =>
      [
        blockBy({ field: 'a', by: 'prefix', length }),
        'match.rules[0].blockBy[0].length: must be a whole number from 1 to 32',
      ] as const,
  ),
  [blockBy({ all: [] }), 'match.rules[0].blockBy[0].all: must be a list of 1 to 8 parts'],
  [blockBy({ all: [exact], by: 'exact' }), 'match.rules[0].blockBy[0].by: is not known; there are all'],
  [blockBy({ all: [exact, 1] }), 'match.rules[0].blockBy[0].all[1]: must be an object with field and by'],
  [blockBy(1), 'match.rules[0].blockBy[0]: must be an object with field and by'],
  [blockBy(), 'match.rules[0].blockBy: must be a list of 1 to 8 keys'],
  [blockBy(...Array<unknown>(9).fill(exact)), 'match.rules[0].blockBy: must be a list of 1 to 8 keys'],
  ...[0, -1, 1.01, '0.9'].map(
    (threshold) =>
      [
        when({ all: [exact, { ...fuzzy, threshold }] }),
        'match.rules[0].when.all[1].threshold: must be a number above 0, at most 1',
      ] as const,
  ),
  [
    when({ all: [exact, { ...fuzzy, algorithm: 'jaro' }] }),
    'match.rules[0].when.all[1].algorithm: must be one of jaro_winkler, levenshtein, damerau_levenshtein, token_set, token_overlap',
  ],
])('%j is told as %s', (given, told) => {
  expect(problemsOf(given)).toEqual([told]);
});
