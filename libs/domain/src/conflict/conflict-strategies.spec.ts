import { SyncError } from '../errors/sync-error.js';
import { parseJson } from '../json-text/parse-json.js';
import type { JsonValue } from '../json.js';
import type { ConflictCase } from './conflict-strategy.js';
import {
  CONFLICT_STRATEGIES,
  CONFLICT_STRATEGY_NAMES,
  STRATEGY_WORDS,
  strategyNamed,
} from './conflict-strategies.js';
import { CUSTOM_RULE_NAMES, type CustomRule } from './custom-rules.js';

const contested = (
  local: JsonValue | undefined,
  remote: JsonValue | undefined,
  more: Partial<ConflictCase> = {},
): ConflictCase => ({
  ...{ place: ['a'], path: 'a', base: undefined, local, remote, kind: 'data', rules: [] },
  ...{ localAt: undefined, remoteAt: undefined, records: { local: {}, remote: {} } },
  ...more,
});
const EARLY = '2026-11-01T00:00:00Z';
const LATE = '2026-11-01T02:00:00+01:00';
const review = { kind: 'undecided', asks: 'review' };

describe('strategies', () => {
  it('are each told to people', () => {
    for (const name of CONFLICT_STRATEGY_NAMES) expect(CONFLICT_STRATEGIES[name].does).toMatch(/\.$/);
  });

  it('have the names of other products as well', () => {
    expect(STRATEGY_WORDS).toEqual([...CONFLICT_STRATEGY_NAMES, 'last_write_wins', 'source_priority']);
    expect(strategyNamed('last_write_wins')).toBe('newest_wins');
    expect(strategyNamed('source_priority')).toBe('source_wins');
    expect(strategyNamed('ai')).toBe('ai');
  });

  it.each([
    ['source_wins', { kind: 'remote' }],
    ['destination_wins', { kind: 'local' }],
    ['manual', review],
    ['ai', { kind: 'undecided', asks: 'proposal' }],
  ] as const)('%s always decides the same', (name, choice) => {
    expect(CONFLICT_STRATEGIES[name].decide(contested(1, 2))).toEqual(choice);
  });
});

describe('newest_wins', () => {
  const decide = (localAt?: string, remoteAt?: string, more: Partial<ConflictCase> = {}) =>
    CONFLICT_STRATEGIES.newest_wins.decide(contested(1, 2, { localAt, remoteAt, ...more }));

  it.each([
    [LATE, EARLY, 'local'],
    [EARLY, LATE, 'remote'],
    [EARLY, '2026-11-01T01:00:00+01:00', 'remote'],
  ])('takes the side that changed the field last, of %s and %s the %s one', (localAt, remoteAt, kind) => {
    expect(decide(localAt, remoteAt)).toEqual({ kind });
  });

  it.each([
    [undefined, EARLY],
    [EARLY, undefined],
    [EARLY, 'yesterday'],
  ])('cannot decide between %s and %s', (localAt, remoteAt) => {
    expect(() => decide(localAt, remoteAt)).toThrow(
      new SyncError(
        'record.strategy_failed',
        'newest_wins cannot decide about a: it is not known when both sides changed it',
      ),
    );
  });

  it('asks a person where the times cannot be believed', () => {
    expect(decide(LATE, EARLY, { kind: 'timestamp' })).toEqual(review);
  });
});

describe('merge', () => {
  const { decide } = CONFLICT_STRATEGIES.merge;

  it('joins lists by what each side added and removed', () => {
    const base = { local: [1, 2], remote: [1, 2] };
    expect(decide(contested([1, 2, 3], [1, 4], { base }))).toEqual({ kind: 'value', value: [1, 4, 3] });
  });

  it('leaves everything else to the fallback', () => {
    expect(decide(contested('a', 'b'))).toBeUndefined();
    expect(decide(contested([1], 'b'))).toBeUndefined();
  });
});

describe('custom', () => {
  const decide = (
    rules: readonly CustomRule[],
    local: JsonValue | undefined,
    remote: JsonValue | undefined,
    records = {},
  ) =>
    CONFLICT_STRATEGIES.custom.decide(
      contested(local, remote, { rules, records: { local: {}, remote: {}, ...records } }),
    );

  const big = parseJson('9007199254740993');
  it.each([
    ['max', 1, 2, 'remote'],
    ['max', big, 9007199254740992, 'local'],
    ['max', EARLY, LATE, 'remote'],
    ['min', 1, 2, 'local'],
    ['min', '2026-11-02', EARLY, 'remote'],
    ['longest', 'ab', '👍', 'local'],
    ['longest', [1], [1, 2], 'remote'],
    ['non_null', null, 'x', 'remote'],
    ['non_null', 'x', undefined, 'local'],
    ['prefer_local', 1, 2, 'local'],
    ['prefer_remote', 1, 2, 'remote'],
  ] as readonly (readonly [CustomRule, JsonValue, JsonValue, string])[])(
    '%j of %j and %j is %s',
    (rule, local, remote, kind) => {
      expect(decide([rule], local, remote)).toEqual({ kind });
    },
  );

  it('unites lists without doubling what both have', () => {
    expect(decide(['union'], [1, { a: 1, b: 2 }], [{ b: 2, a: 1 }, 3])).toEqual({
      kind: 'value',
      value: [{ a: 1, b: 2 }, 3, 1],
    });
  });

  it.each([
    ['max', EARLY, '2026-11-01T01:00:00+01:00'],
    ['min', EARLY, '2026-11-01T01:00:00+01:00'],
    ['longest', 'ab', 'ba'],
    ['non_null', 1, 2],
    ['non_null', null, undefined],
  ] as readonly (readonly [CustomRule, JsonValue, JsonValue])[])(
    '%j does not decide between %j and %j',
    (rule, local, remote) => {
      expect(decide([rule], local, remote)).toBeUndefined();
      expect(decide([rule, 'prefer_local'], local, remote)).toEqual({ kind: 'local' });
    },
  );

  it.each([
    ['max', 1, 'b', 'max cannot decide about a: it takes two numbers, or two times in ISO 8601'],
    ['min', null, 1, 'min cannot decide about a: it takes two numbers, or two times in ISO 8601'],
    ['longest', 'a', [1], 'longest cannot decide about a: it takes two texts or two lists'],
    ['union', [1], 2, 'union cannot decide about a: it takes two lists'],
  ] as readonly (readonly [CustomRule, JsonValue, JsonValue, string])[])(
    '%j throws for %j and %j',
    (rule, local, remote, message) => {
      expect(() => decide([rule], local, remote)).toThrow(new SyncError('record.strategy_failed', message));
    },
  );

  it('looks at another field of both records', () => {
    const rule = { by: 'meta.status', order: ['approved', 'draft'] };
    const status = (local: JsonValue, remote: JsonValue) => ({
      local: { meta: { status: local } },
      remote: { meta: { status: remote } },
    });
    expect(decide([rule], 1, 2, status('approved', 'draft'))).toEqual({ kind: 'local' });
    expect(decide([rule], 1, 2, status('other', 'draft'))).toEqual({ kind: 'remote' });
    expect(decide([rule], 1, 2, status('draft', 'draft'))).toBeUndefined();
    expect(decide([rule], 1, 2)).toBeUndefined();
  });

  it('has rules that are told to people', () => {
    expect(CUSTOM_RULE_NAMES).toHaveLength(7);
  });
});
