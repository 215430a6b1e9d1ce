import { InvalidFields } from '../errors/invalid-fields.js';
import { checkMatch } from './check-match.js';
import { compileMatch } from './compile-match.js';
import { exact, fuzzy, PATH, problemsOf, rule } from './testing/told-problems.js';

it.each([
  ['rules alone', { rules: [{ name: 'r', when: exact }] }],
  [
    'everything',
    {
      rules: [
        {
          name: 'r',
          when: {
            all: [
              { ...exact, normalise: [] },
              {
                any: [
                  { ...fuzzy, algorithm: 'token_set', threshold: 1 },
                  { field: ['a', 'b.c'], by: 'phonetic', normalise: ['phone'], region: 'DE' },
                ],
              },
            ],
          },
          review: 0.99,
          blockBy: [
            { field: 'name', by: 'prefix', length: 1 },
            { all: [exact, { field: 'name', by: 'phonetic' }] },
          ],
        },
      ],
      stopList: [{ field: 'id', values: ['0'] }],
      merge: 'keep_first',
      survivorship: { email: 'most_trusted', name: 'longest' },
      sourceRanking: ['crm', 'shop/people'],
    },
  ],
  [
    'what is as long as it may be',
    {
      rules: [
        {
          name: 'r'.repeat(256),
          when: { field: ['a', 'b', 'c', 'd'], by: 'fuzzy' },
          blockBy: Array.from({ length: 8 }, (_, nth) => ({ field: `f${nth}`, by: 'prefix', length: 32 })),
        },
      ],
    },
  ],
])('%s is right', (_, given) => {
  expect(problemsOf(given)).toEqual([]);
});

it.each<readonly [unknown, string]>([
  [null, 'match: must be an object with rules'],
  [
    { ...rule({}), merg: 1 },
    'match.merg: is not known; there are rules, stopList, merge, survivorship, sourceRanking; did you mean merge?',
  ],
  [{}, 'match.rules: must be a list of 1 to 16 rules'],
  [{ rules: [] }, 'match.rules: must be a list of 1 to 16 rules'],
  [
    { rules: Array.from({ length: 17 }, (_, nth) => ({ name: `r${nth}`, when: exact })) },
    'match.rules: must be a list of 1 to 16 rules',
  ],
  [{ rules: [1] }, 'match.rules[0]: must be an object with name and when'],
  [rule({ name: '' }), 'match.rules[0].name: must be a text of 1 to 256 characters'],
  [rule({ name: 'x'.repeat(257) }), 'match.rules[0].name: must be a text of 1 to 256 characters'],
  [rule({ name: 7 }), 'match.rules[0].name: must be a text of 1 to 256 characters'],
  [
    rule({ wen: 1 }),
    'match.rules[0].wen: is not known; there are name, when, review, blockBy; did you mean when?',
  ],
  [
    {
      rules: [
        { name: 'r', when: exact },
        { name: 'r', when: exact },
      ],
    },
    'match.rules[1].name: is the name of another rule, too',
  ],
  [
    rule({ review: 0.5 }),
    'match.rules[0].review: is for rules with a fuzzy comparison: others hold, or they do not',
  ],
  ...[0, 0.85, '0.5'].map(
    (review) =>
      [
        rule({ when: { all: [exact, fuzzy] }, review }),
        'match.rules[0].review: must be a number above 0 and below the lowest threshold of the rule (0.85)',
      ] as const,
  ),
  [
    rule({ when: { all: [exact, { ...fuzzy, threshold: 0.7 }, fuzzy] }, review: 0.7 }),
    'match.rules[0].review: must be a number above 0 and below the lowest threshold of the rule (0.7)',
  ],
  [
    { ...rule({}), merge: 'merge_field' },
    'match.merge: must be one of merge_fields, keep_first, keep_most_complete; did you mean merge_fields?',
  ],
  [
    { ...rule({}), survivorship: [] },
    'match.survivorship: must be an object of fields, each with one of most_recent, most_trusted, longest, non_null',
  ],
  [
    { ...rule({}), survivorship: { name: 'longst' } },
    'match.survivorship.name: must be one of most_recent, most_trusted, longest, non_null; did you mean longest?',
  ],
  [
    { ...rule({}), survivorship: { name: 'most_trusted' } },
    'match.survivorship.name: needs a sourceRanking, for example ["crm", "shop"]',
  ],
  [
    { ...rule({}), sourceRanking: 'crm' },
    'match.sourceRanking: must be a list of 1 to 100 connections or connection/stream',
  ],
  [
    { ...rule({}), sourceRanking: ['crm', 7] },
    'match.sourceRanking[1]: must be a text of 1 to 256 characters',
  ],
  [
    { ...rule({}), sourceRanking: ['crm', 'shop', 'crm'] },
    'match.sourceRanking[2]: stands in the list before',
  ],
  [{ ...rule({}), stopList: {} }, 'match.stopList: must be a list of 1 to 1000 fields with values'],
  [{ ...rule({}), stopList: [1] }, 'match.stopList[0]: must be an object with field and values'],
  [
    { ...rule({}), stopList: [{ field: 'id', values: ['0', ''] }] },
    'match.stopList[0].values[1]: must be a text of 1 to 256 characters',
  ],
  [
    { ...rule({}), stopList: [{ field: 'id', values: [] }] },
    'match.stopList[0].values: must be a list of 1 to 1000 texts',
  ],
  [{ ...rule({}), stopList: [{ field: '', values: ['0'] }] }, `match.stopList[0].field: ${PATH}`],
  [
    { ...rule({}), stopList: [{ field: 'id', values: ['0'], value: 1 }] },
    'match.stopList[0].value: is not known; there are field, values; did you mean values?',
  ],
])('%j is told as %s', (given, told) => {
  expect(problemsOf(given)).toEqual([told]);
});

it('wants a ranking that names a source where trust decides', () => {
  const trusted = { ...rule({}), survivorship: { name: 'most_trusted' }, sourceRanking: [] };
  expect(problemsOf(trusted)).toHaveLength(2);
  expect(problemsOf(rule({ name: ['r'] }))).toEqual([
    'match.rules[0].name: must be a text of 1 to 256 characters',
  ]);
  expect(problemsOf({ rules: [{ when: exact }, { when: exact }] })).toHaveLength(2);
});

it('gives one record 32 keys and no more', () => {
  const sounds = { all: ['a', 'b', 'c', 'd', 'e'].map((field) => ({ field, by: 'phonetic' })) };
  expect(problemsOf(rule({ when: sounds }))).toEqual([]);
});

it('tells every problem at once', () => {
  const given = {
    rules: [
      { name: 'a', when: fuzzy },
      { name: 'a', when: { all: [{ by: 'x' }, 1] } },
    ],
    merge: 'x',
  };
  expect(checkMatch(given).map(({ path }) => path)).toEqual([
    'match.rules[0].blockBy',
    'match.rules[1].when.all[0].field',
    'match.rules[1].when.all[0].by',
    'match.rules[1].when.all[1]',
    'match.rules[1].name',
    'match.merge',
  ]);
  expect(() => compileMatch(given as never, new Set())).toThrow(InvalidFields);
  expect(() => compileMatch(given as never, new Set())).toThrow(
    expect.objectContaining({ code: 'config.invalid_match' }),
  );
});
