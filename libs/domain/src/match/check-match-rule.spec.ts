import { blockBy, exact, fuzzy, problemsOf, when } from './testing/told-problems.js';

describe('a rule by which no record could be found', () => {
  const NEEDED =
    'is needed: a fuzzy comparison alone (name) would have to look at every record. Give a key by which alike records are found, for example "blockBy": [{"field": "lastName", "by": "phonetic"}] (exact, phonetic or prefix), or add an exact comparison to the rule';

  it('is told so, with what to do', () => {
    expect(problemsOf(when(fuzzy))).toEqual([`match.rules[0].blockBy: ${NEEDED}`]);
    expect(problemsOf(when({ any: [exact, fuzzy] }))).toEqual([`match.rules[0].blockBy: ${NEEDED}`]);
    const [told] = problemsOf(when({ all: [{ ...fuzzy, field: ['a', 'b'] }, fuzzy] }));
    expect(told).toContain('alone (a+b, name)');
  });

  it('is right with an exact or phonetic comparison beside, or a key', () => {
    expect(problemsOf(when({ all: [exact, fuzzy] }))).toEqual([]);
    expect(problemsOf(when({ all: [{ field: 'last', by: 'phonetic' }, fuzzy] }))).toEqual([]);
    expect(problemsOf(blockBy({ field: 'name', by: 'prefix' }))).toEqual([]);
  });
});

it('may hold in sixteen ways', () => {
  const four = { any: [exact, exact, exact, exact] };
  expect(problemsOf(when({ all: [four, four] }))).toEqual([]);
  expect(problemsOf(when({ all: [four, { any: [...four.any, exact] }] }))).toEqual([
    'match.rules[0].when: can hold in 20 ways, and may in 16: divide the rule, or leave out alternatives',
  ]);
  expect(
    problemsOf(when({ all: [four, { any: [exact, exact, exact, exact, exact] }, { any: [exact] }] })),
  ).toHaveLength(1);
  const many = { any: Array<unknown>(16).fill(exact) };
  expect(problemsOf(when({ all: Array<unknown>(16).fill(many) }))).toHaveLength(1);
});

it('gives a record at most 32 keys, counted together with those of other rules', () => {
  const sounds = (count: number) => ({
    all: Array.from({ length: count }, (_, nth) => ({ field: `f${nth}`, by: 'phonetic' })),
  });
  const rules = (last: number) => [
    { name: 'a', when: fuzzy, blockBy: [sounds(4), sounds(3)] },
    {
      name: 'b',
      when: { any: [sounds(last), { all: [exact, fuzzy] }, { all: [exact, { ...fuzzy, threshold: 0.9 }] }] },
    },
  ];
  expect(problemsOf({ rules: rules(2) })).toEqual([]);
  expect(problemsOf({ rules: rules(3) })).toEqual([
    'match.rules: would give one record up to 33 keys, and may give 32: leave out rules, alternatives or keys to block by (each phonetic part doubles them)',
  ]);
});
