import { compileMatch } from './compile-match.js';
import { decideMatch, MOST_REVIEWS } from './decide-match.js';
import type { MatchCandidate, MatchInput } from './match-decision.js';

const match = compileMatch(
  {
    rules: [
      { name: 'email', when: { field: 'email', by: 'exact', normalise: ['email'] } },
      {
        name: 'name',
        review: 0.7,
        when: { field: 'name', by: 'fuzzy', algorithm: 'levenshtein', threshold: 0.8 },
        blockBy: [{ field: 'name', by: 'prefix', length: 1 }],
      },
    ],
  },
  new Set(),
);
const anna = { email: 'anna@berg.io', name: 'Anna Berg' };

function candidate(
  recordId: string,
  data: object,
  sets: readonly string[] = [`set ${recordId}`],
): MatchCandidate {
  return { recordId, readings: [data as MatchCandidate['readings'][number]], activeSets: new Set(sets) };
}

function decide(candidates: readonly MatchCandidate[], input: Partial<MatchInput> = {}) {
  return decideMatch(
    {
      ...{
        data: anna,
        setId: 'crm',
        recordId: undefined,
        activeSets: new Set<string>(),
        candidates,
        crowded: [],
        tooWide: [],
      },
      isKeptApart: () => false,
      ...input,
    },
    match,
  );
}

describe('a new reading', () => {
  it('is alone where nothing is alike', () => {
    expect(decide([])).toEqual({ kind: 'alone', reviews: [] });
    expect(decide([candidate('1', { email: 'bob@berg.io', name: 'Bob' })])).toEqual({
      kind: 'alone',
      reviews: [],
    });
  });

  it('joins what it matches, and says why without a value', () => {
    expect(decide([candidate('7', { email: 'ANNA@berg.io' })])).toEqual({
      kind: 'join',
      recordId: '7',
      absorbed: [],
      rule: 'email',
      score: 1,
      why: [{ field: 'email', by: 'exact', score: 1 }],
      reviews: [],
    });
  });

  it('joins an exact match before a better score, a better score before an older record', () => {
    const exact = candidate('30', { email: 'anna@berg.io' });
    const best = candidate('20', { name: 'Anna Berg' });
    const older = candidate('10', { name: 'Anna Bergs' });
    const oldest = candidate('9', { name: 'Anna Bergx' });
    expect(decide([oldest, older, best, exact])).toMatchObject({
      recordId: '30',
      absorbed: ['20', '9', '10'],
    });
    expect(decide([oldest, older, best])).toMatchObject({ recordId: '20', absorbed: ['9', '10'], score: 1 });
    expect(decide([older, oldest])).toMatchObject({ recordId: '9', absorbed: ['10'], score: 0.9 });
  });

  it('is compared with each reading of a record: what was merged forgets', () => {
    const two = {
      ...candidate('7', { email: 'x@y.io' }),
      readings: [{ email: 'x@y.io' }, { email: 'anna@berg.io' }],
    };
    expect(decide([two])).toMatchObject({ kind: 'join', recordId: '7', rule: 'email' });
  });

  it('asks a person about what is alike within the band', () => {
    expect(
      decide([candidate('7', { name: 'Anna Borgs' }), candidate('8', { name: 'Anna Berk' })]),
    ).toMatchObject({
      kind: 'join',
      recordId: '8',
      reviews: [],
    });
    expect(decide([candidate('7', { name: 'Anne Burk' })])).toEqual({ kind: 'alone', reviews: [] });
    const [review] = decide([candidate('7', { name: 'Anne Burg' })]).reviews;
    expect(review).toMatchObject({ recordId: '7', cause: 'band', rule: 'name', score: 1 - 2 / 9 });
  });
});

describe('a match that is not joined', () => {
  it('has an active reference in the set of the reading (C34)', () => {
    const decision = decide([candidate('7', anna, ['crm', 'shop'])]);
    expect(decision).toMatchObject({
      kind: 'alone',
      reviews: [{ recordId: '7', cause: 'same_set', rule: 'email' }],
    });
    expect(decide([candidate('7', anna, ['shop'])])).toMatchObject({ kind: 'join', recordId: '7' });
  });

  it('has one in another set of the record that the reading belongs to', () => {
    const own = { recordId: '3', activeSets: new Set(['crm', 'shop']) };
    expect(decide([candidate('7', anna, ['shop'])], own)).toMatchObject({
      kind: 'alone',
      reviews: [{ recordId: '7', cause: 'same_set' }],
    });
  });

  it('was kept apart by a person, who is not asked again', () => {
    const isKeptApart = (recordId: string) => recordId === '7';
    expect(decide([candidate('7', anna)], { isKeptApart })).toEqual({
      kind: 'alone',
      reviews: [],
      isKeptApart: true,
    });
    const stranger = candidate('7', { email: 'eve@acme.org', name: 'Eve Else' });
    expect(decide([stranger], { isKeptApart })).toEqual({ kind: 'alone', reviews: [] });
    expect(decide([candidate('8', anna)], { isKeptApart })).toMatchObject({ kind: 'join', recordId: '8' });
  });

  it('may not be one with a better match: they are of one set, or were kept apart', () => {
    const [first, second] = [candidate('7', anna, ['shop']), candidate('8', anna, ['shop'])];
    expect(decide([second, first])).toMatchObject({
      kind: 'join',
      recordId: '7',
      absorbed: [],
      reviews: [{ recordId: '8', cause: 'ambiguous' }],
    });
    const isKeptApart = (recordId: string, other?: string) => [recordId, other].toSorted().join() === '7,8';
    expect(decide([candidate('8', anna), candidate('7', anna)], { isKeptApart })).toMatchObject({
      recordId: '7',
      absorbed: [],
      reviews: [{ recordId: '8', cause: 'ambiguous' }],
    });
  });

  it('is found under a crowded key alone, which matches nothing by itself (C35)', () => {
    const crowded = match.keysOf({ email: anna.email });
    const byMail = candidate('7', { email: anna.email, name: 'Xaver' });
    expect(decide([byMail], { crowded })).toMatchObject({
      kind: 'alone',
      reviews: [{ recordId: '7', cause: 'crowded', rule: 'email' }],
    });
    const byBoth = candidate('8', { email: anna.email, name: 'Anna Berg' });
    expect(decide([byBoth], { crowded })).toMatchObject({
      kind: 'join',
      recordId: '8',
      rule: 'name',
      reviews: [],
    });
    const other = candidate('9', { email: 'x@y.io', name: 'Xaver' });
    expect(decide([other], { crowded })).toEqual({ kind: 'alone', reviews: [] });
  });

  it('is told of at most so many, the best of them', () => {
    const far = candidate('1', { name: 'Anna Burk' }, ['crm']);
    const many = Array.from({ length: MOST_REVIEWS }, (_, nth) => candidate(String(nth + 2), anna, ['crm']));
    const { reviews } = decide([far, ...many]);
    expect(reviews.map(({ recordId }) => recordId)).toEqual(many.map(({ recordId }) => recordId));
  });
});

describe('a reading of a record that is here', () => {
  it('merges it with what it matches now, into the older of the two', () => {
    expect(decide([candidate('7', anna)], { recordId: '12' })).toMatchObject({
      recordId: '7',
      absorbed: ['12'],
    });
    expect(decide([candidate('7', anna)], { recordId: '3' })).toMatchObject({
      recordId: '3',
      absorbed: ['7'],
    });
    expect(decide([candidate('7', anna), candidate('2', anna)], { recordId: '3' })).toMatchObject({
      recordId: '2',
      absorbed: ['3', '7'],
    });
  });

  it('is not compared with itself', () => {
    expect(decide([candidate('7', anna, ['crm'])], { recordId: '7' })).toEqual({
      kind: 'alone',
      reviews: [],
    });
  });
});
