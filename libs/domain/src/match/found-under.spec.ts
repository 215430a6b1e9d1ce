import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { compileMatch } from './compile-match.js';
import { decideMatch } from './decide-match.js';
import type { MatchSubject } from './match-subject.js';
import { MatchPool } from './match-pool.js';
import type { StoredReading } from './stored-match.js';

const match = compileMatch(
  {
    rules: [
      { name: 'mail', when: { field: 'mail', by: 'exact' } },
      { name: 'phone', when: { field: 'phone', by: 'exact' } },
      {
        name: 'name',
        review: 0.5,
        when: { field: 'name', by: 'fuzzy', algorithm: 'levenshtein', threshold: 0.75 },
        blockBy: [{ field: 'name', by: 'prefix', length: 1 }],
      },
    ],
  },
  new Set(),
);
const keysOf = (data: JsonObject) =>
  match.keysOf(data).map((key) => ({ key, digest: `${key.rule} ${key.text}` }));

const person = fc.record({
  mail: fc.constantFrom('a', 'b', null),
  phone: fc.constantFrom('1', '2', null),
  name: fc.constantFrom('anna', 'anne', 'bert', null),
});
const sets = fc.constantFrom('1', '2', '3', '4');
const people = fc.array(fc.tuple(person, sets), { maxLength: 8 });

function stored(data: JsonObject, setId: string, nth: number): StoredReading {
  const recordId = String(nth + 1);
  return { recordId, referenceId: `r${nth}`, setId, externalId: `a${nth}`, active: true, data, at: '' };
}

function subject(data: JsonObject, setId: string, nth: number): MatchSubject {
  const name = `s${nth}`;
  return { name, externalId: name, data, setId, recordId: undefined, keys: keysOf(data) };
}

it('tells of a candidate what trying all keys would, also where others joined it before', () => {
  fc.assert(
    fc.property(people, people, (here, coming) => {
      const readings = here.map(([data, setId], nth) => stored(data, setId, nth));
      const subjects = coming.map(([data, setId], nth) => subject(data, setId, nth));
      const found = readings.flatMap((reading) =>
        keysOf(reading.data).map(({ digest: key }) => ({ ...reading, key, sharesRecord: false })),
      );
      const pool = new MatchPool({ found, narrowed: [], readings, apart: [] }, subjects);
      for (const each of subjects) {
        const input = pool.inputOf(each);
        const candidates = input.candidates.map(({ under: _, ...candidate }) => candidate);
        const decision = decideMatch(input, match);
        expect(decision).toEqual(decideMatch({ ...input, candidates }, match));
        if (decision.kind === 'join') pool.join(each, decision);
        else pool.stay(each);
      }
    }),
    { numRuns: 300 },
  );
});

it('leaves out rules under whose keys a candidate was not found', () => {
  const data = { mail: 'a', phone: '1' };
  const candidate = { recordId: '1', readings: [data], activeSets: new Set(['1']) };
  const input = {
    ...{ data, setId: '2', recordId: undefined, activeSets: new Set<string>(), crowded: [], tooWide: [] },
    isKeptApart: () => false,
  };
  const ruleOf = (under?: readonly string[]) => {
    const keys = match.keysOf(data).filter(({ rule }) => under?.includes(rule));
    const candidates = [{ ...candidate, ...(under && { under: keys }) }];
    const decision = decideMatch({ ...input, candidates }, match);
    return decision.kind === 'join' ? decision.rule : undefined;
  };
  expect(ruleOf()).toBe('mail');
  expect(ruleOf(['phone'])).toBe('phone');
  expect(ruleOf([])).toBeUndefined();
});
