import type { JsonObject } from '../json.js';
import { openOf, sentOf, sides } from '../three-way/testing/sides.js';
import { compileConflictPolicy } from './compile-conflict-policy.js';
import type { ConflictPolicy } from './conflict-policy.js';
import { kindAt, timeAt, type ConflictCircumstances } from './decide-contested.js';
import { joinByPolicy } from './join-by-policy.js';

const NOTHING_KNOWN: Omit<ConflictCircumstances, 'records'> = {
  changedAt: { local: {}, remote: {} },
  onFailure: 'throw',
};

function join(
  given: ReturnType<typeof sides>,
  policy: ConflictPolicy,
  circumstances: Partial<ConflictCircumstances> = {},
  fits: (record: JsonObject) => boolean = () => true,
) {
  return joinByPolicy(given, {
    policy: compileConflictPolicy(policy, { hasTimes: true }),
    circumstances: { ...NOTHING_KNOWN, ...circumstances },
    fits,
  });
}

const [EARLY, LATE] = ['2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'];

describe('joining by a policy', () => {
  it('asks the strategy of each field', () => {
    const joined = join(sides({ a: 1, b: 1, c: 1 }, { a: 2, b: 2, c: 2 }, { a: 3, b: 3, c: 3 }), {
      strategy: 'source_wins',
      fields: { b: 'destination_wins', c: 'manual' },
    });
    expect(joined.local).toEqual({ a: 3, b: 2, c: 2 });
    expect(sentOf(joined)).toEqual({ b: 2 });
    expect(openOf(joined)).toEqual(['c']);
  });

  it('looks at the time of the last change of that field, not of another one', () => {
    const joined = join(
      sides({ a: 1, b: 1 }, { a: 2, b: 2 }, { a: 3, b: 3 }),
      { strategy: 'newest_wins' },
      {
        changedAt: { local: { $: EARLY, a: LATE }, remote: { a: EARLY, b: LATE } },
      },
    );
    expect(joined.local).toEqual({ a: 2, b: 3 });
  });

  it('takes the time of the narrowest place that is known', () => {
    expect(timeAt({ $: 'w', a: 'x', 'a.b': 'y' }, 'a.b.c')).toBe('y');
    expect(timeAt({ 'a.b': 'y', a: 'x' }, 'a.bc')).toBe('x');
    expect(timeAt({ $: 'w' }, 'a')).toBe('w');
    expect(timeAt({ $: 'w', b: 'x' }, 'b')).toBe('x');
    expect(timeAt({ b: 'x' }, 'a')).toBeUndefined();
  });

  it('lets the fallback decide what merge and custom do not', () => {
    const given = sides({ a: 1, l: [1] }, { a: 2, l: [1, 2] }, { a: 3, l: [1, 3] });
    const joined = join(given, { strategy: 'merge', fallback: 'destination_wins' });
    expect(joined.local).toEqual({ a: 2, l: [1, 3, 2] });
    expect(openOf(join(given, { strategy: 'custom', rules: ['non_null'] }))).toEqual(['a', 'l']);
  });

  it('throws what a strategy cannot take, or asks a person', () => {
    const given = sides({ a: 1 }, { a: 2 }, { a: 'x' });
    const policy: ConflictPolicy = { strategy: 'custom', rules: ['max'] };
    expect(() => join(given, policy)).toThrow('max cannot decide about a');
    expect(join(given, policy, { onFailure: 'review' }).open).toMatchObject([{ path: 'a', asks: 'review' }]);
  });

  it('takes what is decided already before it asks the policy', () => {
    const joined = joinByPolicy(sides({ a: 1, b: 1 }, { a: 2, b: 2 }, { a: 3, b: 3 }), {
      policy: compileConflictPolicy({ strategy: 'source_wins' }, { hasTimes: false }),
      circumstances: NOTHING_KNOWN,
      fits: () => true,
      decided: ({ path }) => (path === 'a' ? { kind: 'value', value: 9 } : undefined),
    });
    expect(joined.local).toEqual({ a: 9, b: 3 });
  });
});

describe('a field that has the value of another source', () => {
  const given = sides({ a: 1 }, { a: 2 }, { a: 3 });
  const sources = (ranking: readonly string[], from = 'shop/customers') => ({
    sources: { own: 'crm/people', byField: { a: from }, ranking },
  });

  it.each([
    [['crm', 'shop'], 3],
    [['shop', 'crm'], 2],
    [['shop/customers', 'crm/people'], 2],
  ])('is that of the source which stands first in %j', (ranking, a) => {
    expect(join(given, { strategy: 'manual' }, sources(ranking)).local).toEqual({ a });
  });

  it('is decided by the policy where none stands before the other, or it is of this source', () => {
    expect(openOf(join(given, { strategy: 'manual' }, sources([])))).toEqual(['a']);
    expect(openOf(join(given, { strategy: 'manual' }, sources(['crm'], 'crm/people')))).toEqual(['a']);
  });

  it('is a conflict of its own kind', () => {
    const [contested] = join(given, { strategy: 'manual' }).open;
    const kind = (more: Partial<ConflictCircumstances>) =>
      kindAt(contested as NonNullable<typeof contested>, {
        ...NOTHING_KNOWN,
        records: { local: {}, remote: {} },
        ...more,
      });
    expect(kind({})).toBe('data');
    expect(kind(sources([]))).toBe('multi_source');
    expect(kind({ ...sources([]), facts: { timestamp: true, version: false } })).toBe('timestamp');
    expect(kind({ facts: { delete_vs_change: true, version: true } })).toBe('delete_vs_change');
    expect(kind(sources([], 'crm/people'))).toBe('data');
  });
});

describe('a join that breaks the schema (C32)', () => {
  const base = { country: 'DE', state: 'BY', name: 'a', note: 'n' };
  const local = { ...base, country: 'US', note: 'm' };
  const remote = { ...base, state: 'BE', note: 'o' };
  const fits = ({ country, state }: JsonObject) => country === 'DE' || state === 'BY';
  const joined = (policy: ConflictPolicy, circumstances: Partial<ConflictCircumstances> = {}) =>
    join(sides(base, local, remote), policy, circumstances, fits);

  it('is a conflict over all fields that either side changed', () => {
    const open = joined({ strategy: 'manual' });
    expect(openOf(open)).toEqual(['country', 'state', 'note']);
    expect(open).toMatchObject({ local, remote, sent: [] });
  });

  it('is decided as of one value', () => {
    expect(joined({ strategy: 'source_wins' })).toMatchObject({ local: remote, sent: [], open: [] });
    expect(joined({ strategy: 'destination_wins' })).toMatchObject({ local, remote: local, open: [] });
    const times = (late: 'local' | 'remote') => ({
      changedAt: {
        local: { country: EARLY, note: EARLY, state: EARLY },
        remote: { state: EARLY, note: EARLY, country: EARLY },
        [late]: { country: EARLY, note: LATE, state: EARLY },
      },
    });
    expect(joined({ strategy: 'newest_wins' }, times('local')).local).toEqual(local);
    expect(joined({ strategy: 'newest_wins' }, times('remote')).local).toEqual(remote);
    expect(() => joined({ strategy: 'newest_wins' })).toThrow('not known when');
  });

  it('is decided by the fallback of a strategy of single fields, and by a model', () => {
    const fields = { note: 'source_wins' } as const;
    expect(joined({ strategy: 'merge', fallback: 'destination_wins', fields }).local).toEqual(local);
    expect(openOf(joined({ strategy: 'custom', rules: ['prefer_local'], fields }))).toHaveLength(3);
    expect(joined({ strategy: 'ai' }).open).toMatchObject([{ asks: 'proposal' }, {}, {}]);
  });

  it('is a conflict where what the strategy chose breaks it as well', () => {
    const open = join(sides(base, local, remote), { strategy: 'source_wins' }, {}, () => false);
    expect(openOf(open)).toEqual(['country', 'state', 'note']);
  });

  it('is none where one side alone changed anything: that is not for the join to refuse', () => {
    expect(join(sides(base, base, remote), { strategy: 'manual' }, {}, () => false).local).toEqual(remote);
    expect(sentOf(join(sides(base, local, base), { strategy: 'manual' }, {}, () => false))).toEqual({
      country: 'US',
      note: 'm',
    });
  });

  it('can come of one field that both sides changed', () => {
    const given = sides({ l: [1] }, { l: [1, 2] }, { l: [1, 3] });
    const open = join(given, { strategy: 'merge' }, {}, ({ l }) => (l as readonly unknown[]).length < 3);
    expect(openOf(open)).toEqual(['l']);
  });
});

describe('a record that one side deleted', () => {
  it('is decided as one value', () => {
    const whole = { place: [], path: '$', base: undefined, local: undefined, remote: { a: 1 } };
    const kind = kindAt(whole, {
      ...NOTHING_KNOWN,
      records: { local: {}, remote: {} },
      facts: { delete_vs_change: true },
    });
    expect(kind).toBe('delete_vs_change');
  });
});
