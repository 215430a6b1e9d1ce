import fc from 'fast-check';
import type { JsonObject } from '../json.js';
import { compileMatch } from './compile-match.js';
import { decideMatches as decideInOrder, MatchDecider } from './decide-matches.js';
import type { MatchDecision } from './match-decision.js';
import type { MatchSubject, StoredMatches } from './match-subject.js';
import { MatchPool } from './match-pool.js';
import { nameOfNew } from './new-record.js';
import { pairsApart } from './pairs-apart.js';
import { MOST_UNDER_KEY, type StoredReading } from './stored-match.js';

const decideMatches = (...given: Parameters<typeof decideInOrder>) => new Map(decideInOrder(...given));
const match = compileMatch({ rules: [{ name: 'email', when: { field: 'email', by: 'exact' } }] }, new Set());
const AT = '2026-11-01T00:00:00.000Z';
const keysOf = (data: JsonObject) =>
  match.keysOf(data).map((key) => ({ key, digest: `${key.rule} ${key.text}` }));

const subject = (externalId: string, email: string, changes: Partial<MatchSubject> = {}): MatchSubject => {
  const data = { email };
  return {
    name: externalId,
    data,
    setId: '2',
    externalId,
    recordId: undefined,
    keys: keysOf(data),
    ...changes,
  };
};
const stored = (recordId: string, email: string, changes: Partial<StoredReading> = {}): StoredReading => ({
  ...{ recordId, referenceId: `r${recordId}`, setId: '1', externalId: `a${recordId}`, active: true, at: AT },
  ...{ data: { email }, ...changes },
});
const holding = (readings: readonly StoredReading[], apart: StoredMatches['apart'] = []): StoredMatches => ({
  readings,
  apart,
  narrowed: [],
  found: readings.flatMap((reading) =>
    keysOf(reading.data).map(({ digest: key }) => ({ ...reading, key, sharesRecord: false })),
  ),
});
const decide = (subjects: readonly MatchSubject[], among: StoredMatches) =>
  Object.fromEntries(
    Array.from(decideMatches(subjects, among, match), ([name, decision]) => [
      name,
      decision.kind === 'join'
        ? `joins ${decision.recordId}`
        : decision.reviews.map(({ cause }) => cause).join(),
    ]),
  );

describe('decideMatches', () => {
  it('joins one of a set to a record, and asks about the next', () => {
    const subjects = [subject('x', 'a@x.org'), subject('y', 'a@x.org'), subject('z', 'b@x.org')];
    expect(decide(subjects, holding([stored('1', 'a@x.org')]))).toEqual({
      x: 'joins 1',
      y: 'same_set',
      z: '',
    });
  });

  it('asks about those that are new together, and joins none to what is not stored yet', () => {
    const subjects = [
      subject('x', 'a@x.org'),
      subject('y', 'a@x.org'),
      subject('z', 'a@x.org', { setId: '3' }),
    ];
    expect(decide(subjects, holding([]))).toEqual({ x: '', y: 'same_set', z: '' });
    const [, [, { reviews }]] = [...decideMatches(subjects, holding([]), match)] as [
      never,
      [string, MatchDecision],
    ];
    expect(reviews.map(({ recordId }) => nameOfNew(recordId))).toEqual(['x']);
    expect(nameOfNew('12')).toBeUndefined();
    const apart = [{ setId: '2', externalId: 'y', otherSetId: '2', otherExternalId: 'x', key: null }];
    expect(decide(subjects.slice(0, 2), holding([], apart))).toEqual({ x: '', y: '' });
  });

  it('compares those that are new together with no more under one key than are looked at of what is stored', () => {
    const crowd = Array.from({ length: MOST_UNDER_KEY + 5 }, (_, nth) =>
      subject(`s${nth}`, `${nth}@x.org`, {
        keys: [{ key: { rule: 'email', role: 'block', text: 'x' }, digest: 'x' }],
      } as never),
    );
    const pool = new MatchPool(holding([]), crowd);
    const sizes = crowd.map((one) => {
      const { candidates, tooWide } = pool.inputOf(one);
      pool.stay(one);
      return [candidates.length, tooWide.length];
    });
    expect(sizes.slice(0, 3)).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
    ]);
    expect(sizes.at(-1)).toEqual([MOST_UNDER_KEY + 1, 1]);
  });

  it('takes a reference that comes back for one that is there', () => {
    const gone = stored('1', 'a@x.org', { setId: '2', active: false });
    const back = subject('x', 'a@x.org', { recordId: '1' });
    expect(decide([back, subject('y', 'a@x.org')], holding([gone]))).toEqual({ x: '', y: 'same_set' });
  });

  it('merges records that a reading joins, and knows them as one from then on', () => {
    const among = holding([stored('1', 'a@x.org'), stored('2', 'a@x.org', { setId: '3' })]);
    const later = subject('y', 'a@x.org', { setId: '4' });
    const decisions = decideMatches([subject('x', 'a@x.org'), later], among, match);
    expect(decisions.get('x')).toMatchObject({ kind: 'join', recordId: '1', absorbed: ['2'] });
    expect(decisions.get('y')).toMatchObject({ kind: 'join', recordId: '1', absorbed: [] });
  });

  it.each([3, 4])('counts the subjects among those that share a key: %d of one set', (count) => {
    const subjects = Array.from({ length: count }, (_, n) => subject(`x${n}`, 'a@x.org'));
    const [first] = Object.values(decide(subjects, holding([stored('1', 'a@x.org')])));
    expect(first).toBe(count > 3 ? 'crowded' : 'joins 1');
  });

  it('keeps apart by external id, and by the key of whatever comes in the place of either', () => {
    const one = stored('1', 'a@x.org');
    const other = stored('9', 'a@x.org', { setId: '2', externalId: 'x', referenceId: 'r9' });
    const keys = [one, other].flatMap(({ referenceId, data }) =>
      keysOf(data).map(({ digest: key }) => ({ referenceId, key })),
    );
    const apart = pairsApart([other], [one], keys);
    expect(apart.map(({ key }) => key === null)).toEqual([true, false]);
    // Each alone: together they are two of one set.
    const subjects = [subject('x', 'a@x.org'), subject('made anew', 'a@x.org')];
    const decideEach = (among: StoredMatches): object =>
      Object.assign({}, ...subjects.map((one) => decide([one], among))) as object;
    expect(decideEach(holding([one], apart))).toEqual({ x: '', 'made anew': '' });
    const anew = stored('2', 'a@x.org', { externalId: 'also made anew' });
    expect(decideEach(holding([anew], apart))).toEqual({ x: '', 'made anew': '' });
    const elsewhere = stored('3', 'a@x.org', { setId: '5' });
    expect(decide([subject('x', 'a@x.org')], holding([elsewhere], apart))).toEqual({ x: 'joins 3' });
  });

  it('keeps nothing apart by a key that the other one presents no longer', () => {
    const either = compileMatch(
      { rules: ['email', 'phone'].map((field) => ({ name: field, when: { field, by: 'exact' } })) },
      new Set(),
    );
    const reading = (data: JsonObject) => ({
      data,
      keys: either.keysOf(data).map((key) => ({ key, digest: `${key.rule} ${key.text}` })),
    });
    const { data, keys } = reading({ email: 'b@x.org', phone: '7' });
    const one = stored('1', '', { data });
    const email = reading({ email: 'a@x.org' }).keys[0]!.digest;
    const pair = { setId: '2', externalId: 'x', otherSetId: '1', otherExternalId: 'a1' };
    const found = keys.map(({ digest: key }) => ({ ...one, key, sharesRecord: false }));
    const among = {
      readings: [one],
      found,
      narrowed: [],
      apart: [pair, pair].map((of, n) => ({ ...of, key: n ? email : null })),
    };
    const coming = subject('y', '', reading({ email: 'a@x.org', phone: '7' }));
    const decided = (next: MatchSubject) => new Map(decideInOrder([next], among, either)).get(next.name);
    expect(decided(coming)).toMatchObject({ kind: 'join', recordId: '1' });
    expect(decided({ ...coming, name: 'x', externalId: 'x' })).toMatchObject({
      kind: 'alone',
      isKeptApart: true,
    });
  });

  it('keeps nothing apart because it shares a key that only brings records together to be compared', () => {
    const alike = compileMatch(
      {
        rules: [
          {
            name: 'name',
            when: { field: 'name', by: 'fuzzy' },
            blockBy: [{ field: 'name', by: 'prefix', length: 3 }],
          },
        ],
      },
      new Set(),
    );
    const reading = (data: JsonObject) => ({
      data,
      keys: alike.keysOf(data).map((key) => ({ key, digest: `${key.rule} ${key.text}` })),
    });
    const one = stored('1', '', { data: { name: 'Wilhelm Linde' } });
    const other = stored('9', '', {
      setId: '2',
      externalId: 'x',
      referenceId: 'r9',
      data: { name: 'Wilma Lund' },
    });
    const keys = [one, other].flatMap(({ referenceId, data }) =>
      reading(data).keys.map(({ digest: key }) => ({ referenceId, key })),
    );
    const among = { ...holding([]), readings: [one], apart: pairsApart([other], [one], keys) };
    const found = keys.slice(0, 1).map(({ key }) => ({ ...one, key, sharesRecord: false }));
    const coming = subject('y', '', reading({ name: 'Wilhelm Linde' }));
    const decisions = new Map(decideInOrder([coming], { ...among, found }, alike));
    expect(decisions.get('y')).toMatchObject({ kind: 'join', recordId: '1' });
    // Nor does what was kept apart itself keep apart from others that share such a key with it.
    const stranger = { ...one, recordId: '2', referenceId: 'r2', externalId: 'stranger' };
    const meeting = {
      ...among,
      readings: [stranger],
      found: found.map((each) => ({ ...each, ...stranger })),
    };
    const itself = subject('x', '', reading({ name: 'Wilhelm Linde' }));
    const met = new Map(decideInOrder([itself], meeting, alike));
    expect(met.get('x')).toMatchObject({ kind: 'join', recordId: '2' });
  });

  describe('of subjects that are decided together', () => {
    const two = compileMatch(
      {
        rules: [
          { name: 'email', when: { field: 'email', by: 'exact' } },
          { name: 'phone', when: { field: 'phone', by: 'exact' } },
        ],
      },
      new Set(),
    );
    const person = (externalId: string, data: JsonObject, changes: Partial<MatchSubject> = {}) => ({
      ...subject(externalId, '', changes),
      data,
      keys: two.keysOf(data).map((key) => ({ key, digest: `${key.rule} ${key.text}` })),
    });
    const decideTwo = (subjects: readonly MatchSubject[], readings: readonly StoredReading[]) => {
      const found = readings.flatMap((reading) =>
        two
          .keysOf(reading.data)
          .map((key) => ({ ...reading, key: `${key.rule} ${key.text}`, sharesRecord: false })),
      );
      return new Map(decideInOrder(subjects, { ...holding([]), readings, found }, two));
    };

    it('asks about one that is like another that has joined a record', () => {
      const subjects = [person('x', { email: 'a@x.org', phone: '1' }), person('y', { phone: '1' })];
      const decisions = decideTwo(subjects, [stored('1', 'a@x.org')]);
      expect(decisions.get('x')).toMatchObject({ kind: 'join', recordId: '1' });
      expect(decisions.get('y')).toMatchObject({ reviews: [{ recordId: '1', cause: 'same_set' }] });
    });

    it('asks about two that are here and that come to say the same', () => {
      const readings = [stored('1', 'a@x.org', { setId: '2' }), stored('2', 'b@x.org', { setId: '2' })];
      const subjects = readings.map(({ recordId, externalId }) =>
        person(externalId, { email: 'c@x.org' }, { recordId }),
      );
      const decisions = decideTwo(subjects, readings);
      expect(decisions.get('a2')).toMatchObject({ reviews: [{ recordId: '1', cause: 'same_set' }] });
    });

    it('goes by what a record says now, not by what it said before', () => {
      const readings = [stored('1', 'a@x.org', { setId: '2' })];
      const moved = person('a1', { email: 'b@x.org' }, { recordId: '1' });
      const decisions = decideTwo([moved, person('y', { email: 'a@x.org' }, { setId: '3' })], readings);
      expect(decisions.get('y')).toEqual({ kind: 'alone', reviews: [] });
    });
  });

  it('decides in parts what it decides at once', () => {
    const mail = fc.constantFrom('a@x.org', 'b@x.org', 'c@x.org');
    const sets = fc.constantFrom('1', '2', '3');
    const people = fc.array(fc.tuple(mail, sets, fc.boolean()), { maxLength: 9 });
    fc.assert(
      fc.property(people, people, fc.integer({ min: 1, max: 4 }), (here, coming, size) => {
        const readings = here.map(([email, setId, active], at) =>
          stored(String(at + 1), email, { setId, active }),
        );
        const subjects = coming.map(([email, setId, isNew], at) => {
          const own = isNew ? undefined : readings[at];
          const { externalId = `s${at}`, recordId } = own ?? {};
          return subject(`s${at}`, email, { setId: own?.setId ?? setId, externalId, recordId });
        });
        const all = holding(readings);
        const decider = new MatchDecider(subjects, match);
        const [keys, records] = [new Set<string>(), new Set<string>()];
        const decided = Array.from({ length: Math.ceil(subjects.length / size) }, (_, nth) => {
          const part = subjects.slice(nth * size, (nth + 1) * size);
          const named = part.flatMap((each) => each.keys.map(({ digest }) => digest));
          const found = all.found.filter(({ key }) => named.includes(key) && !keys.has(key));
          const concerned = [...found, ...part].map(({ recordId }) => recordId);
          const read = readings.filter(
            ({ recordId }) => concerned.includes(recordId) && !records.has(recordId),
          );
          for (const key of named) keys.add(key);
          for (const { recordId } of read) records.add(recordId);
          return [...decider.decide(part, { ...all, found, readings: read })];
        });
        expect(new Map(decided.flat())).toEqual(decideMatches(subjects, all, match));
      }),
      { numRuns: 300 },
    );
  });

  it('never gives a record two references of one set', () => {
    const mail = fc.constantFrom('a@x.org', 'b@x.org');
    const sets = fc.constantFrom('1', '2', '3');
    const few = { maxLength: 6 };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(mail, sets), few),
        fc.array(fc.tuple(mail, sets), few),
        (here, coming) => {
          const readings = here.map(([email, setId], at) => stored(String(at + 1), email, { setId }));
          const subjects = coming.map(([email, setId], at) => subject(`s${at}`, email, { setId }));
          const setsOf = new Map(readings.map(({ recordId, setId }) => [recordId, [setId]]));
          for (const [name, decision] of decideMatches(subjects, holding(readings), match)) {
            if (decision.kind === 'alone') continue;
            const { recordId, absorbed } = decision;
            const setId = subjects.find((each) => each.name === name)!.setId;
            const all = [...setsOf.get(recordId)!, ...absorbed.flatMap((id) => setsOf.get(id)!), setId];
            setsOf.set(recordId, all);
            expect(new Set(all).size).toBe(all.length);
          }
        },
      ),
    );
  });
});
