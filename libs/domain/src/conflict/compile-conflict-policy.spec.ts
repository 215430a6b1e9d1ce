import { InvalidFields } from '../errors/invalid-fields.js';
import { compileConflictPolicy } from './compile-conflict-policy.js';
import type { ConflictPolicy } from './conflict-policy.js';

const compile = (policy: unknown, hasTimes = true) =>
  compileConflictPolicy(policy as ConflictPolicy, { hasTimes });
function problemsOf(policy: unknown, hasTimes = true): readonly string[] {
  try {
    compile(policy, hasTimes);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidFields);
    expect((error as InvalidFields).code).toBe('config.invalid_conflict_policy');
    return (error as InvalidFields).fields.map(({ path, message }) => `${path} ${message}`);
  }
  return [];
}

describe('a conflict policy', () => {
  const policy = compile({
    strategy: 'last_write_wins',
    fields: {
      price: 'source_priority',
      'lines.*': { strategy: 'merge', fallback: 'destination_wins' },
      'lines.*.n': { strategy: 'custom', rules: ['max', { by: 'a.b', order: [true, null] }] },
      '*.n': 'ai',
    },
    lists: { lines: { key: 'sku' }, tags: 'set', 'lines.*.notes': 'whole' },
  });
  const at = (...place: Parameters<typeof policy.strategyAt>[0]) => policy.strategyAt(place).strategy;

  it('has a strategy for each place, the narrowest override', () => {
    expect(at('name')).toBe('newest_wins');
    expect(at('price')).toBe('source_wins');
    expect(at('price', 'net')).toBe('source_wins');
    expect(at('lines', { entry: '1' }, 'text')).toBe('merge');
    expect(at('lines', { entry: '1' }, 'n')).toBe('custom');
    expect(at('lines')).toBe('newest_wins');
    expect(at('x', 'n')).toBe('ai');
    expect(policy.strategyAt(['lines', { entry: '1' }])).toEqual({
      strategy: 'merge',
      fallback: 'destination_wins',
      rules: [],
    });
  });

  it('prefers what names more of two overrides that are as narrow', () => {
    const two = compile({
      strategy: 'manual',
      fields: { '*.n': 'ai', 'a.n': 'source_wins', 'b.*': 'source_wins', 'c.*': 'ai' },
    });
    expect(two.strategyAt(['a', 'n']).strategy).toBe('source_wins');
  });

  it('has list rules and a limit', () => {
    expect(policy.lists.map(({ rule }) => rule)).toEqual([{ key: 'sku' }, 'set', 'whole']);
    expect(policy.flipFlopLimit).toBe(3);
    expect(compile({ strategy: 'manual', flipFlopLimit: 1 }).flipFlopLimit).toBe(1);
  });

  it('says what a model may do', () => {
    const { model } = compile({
      strategy: 'ai',
      ai: { applyAt: 0.9, mayCompose: ['notes', 'lines.*.text'], instructions: 'Prefer the longer one.' },
    });
    expect(model).toMatchObject({ applyAt: 0.9, instructions: 'Prefer the longer one.' });
    const composed = [['notes'], ['lines', { entry: '1' }, 'text'], ['name']].map(model.mayCompose);
    expect(composed).toEqual([true, true, false]);
    expect(policy.model).toMatchObject({ applyAt: null, instructions: null });
    expect(policy.model.mayCompose(['notes'])).toBe(false);
  });

  it('asks a person where it names no fallback', () => {
    expect(compile({ strategy: 'merge' }).strategyAt([])).toEqual({
      strategy: 'merge',
      fallback: 'manual',
      rules: [],
    });
  });
});

const ALL =
  'newest_wins, source_wins, destination_wins, merge, manual, custom, ai, last_write_wins, source_priority';

describe('a conflict policy that is wrong', () => {
  it.each([
    [null, ['conflictPolicy must be an object with a strategy']],
    [[], ['conflictPolicy must be an object with a strategy']],
    [{}, [`conflictPolicy.strategy must be one of ${ALL}`]],
    [
      { strategy: 'newst_wins' },
      [`conflictPolicy.strategy must be one of ${ALL}; did you mean newest_wins?`],
    ],
    [{ strategy: 'toString' }, [`conflictPolicy.strategy must be one of ${ALL}`]],
    [
      { strategy: 'manual', feilds: {} },
      [
        'conflictPolicy.feilds is not known; there are strategy, fallback, rules, fields, lists, flipFlopLimit, ai; did you mean fields?',
      ],
    ],
    [
      { strategy: 'manual', fallback: 'ai' },
      ['conflictPolicy.fallback is for the strategies merge and custom'],
    ],
    [
      { strategy: 'merge', fallback: 'custom' },
      [
        'conflictPolicy.fallback must be one of newest_wins, source_wins, destination_wins, manual, ai, last_write_wins, source_priority',
      ],
    ],
    [
      { strategy: 'manual', ai: { applyAt: 0.9 } },
      ['conflictPolicy.ai is for the strategy ai, which the policy names nowhere'],
    ],
    [
      { strategy: 'ai', ai: [] },
      ['conflictPolicy.ai must be an object with applyAt, mayCompose or instructions'],
    ],
    [
      {
        strategy: 'manual',
        fields: { a: 'ai' },
        ai: { applyAt: 0, mayCompose: [7, '$'], instructions: ' ', aplyAt: 1 },
      },
      [
        'conflictPolicy.ai.aplyAt is not known; there are applyAt, mayCompose, instructions; did you mean applyAt?',
        'conflictPolicy.ai.applyAt must be a number above 0 and up to 1; left out, a person decides each of its proposals',
        'conflictPolicy.ai.mayCompose[0] must be a path such as address.city',
        'conflictPolicy.ai.mayCompose[1] must be a path such as address.city',
        'conflictPolicy.ai.instructions must be a text of 1 to 2000 characters',
      ],
    ],
    [
      { strategy: 'merge', fallback: 'ai', ai: { applyAt: 95, mayCompose: [] } },
      [
        'conflictPolicy.ai.applyAt must be a number above 0 and up to 1; left out, a person decides each of its proposals',
        'conflictPolicy.ai.mayCompose must be a list of 1 to 100 paths',
      ],
    ],
    [{ strategy: 'manual', rules: ['max'] }, ['conflictPolicy.rules is for the strategy custom']],
    [{ strategy: 'custom' }, ['conflictPolicy.rules must be a list of 1 to 16 rules']],
    [
      { strategy: 'custom', rules: ['maxx', { by: '', order: [{}] }, { by: 'a', order: [], x: 1 }] },
      [
        'conflictPolicy.rules[0] must be one of max, min, longest, non_null, union, prefer_local, prefer_remote; did you mean max?',
        'conflictPolicy.rules[1].by must be a path such as address.city',
        'conflictPolicy.rules[1].order[0] must be a text, number, boolean or null',
        'conflictPolicy.rules[2].x is not known; there are by, order',
        'conflictPolicy.rules[2].order must be a list of 1 to 100 values',
      ],
    ],
    [
      { strategy: 'manual', fields: [] },
      ['conflictPolicy.fields must be an object of up to 500 paths with their strategies'],
    ],
    [
      { strategy: 'manual', fields: { 'a..b': 'ai', $: 'ai', c: { strategy: 'ai', fallbak: 1 }, d: 7 } },
      [
        'conflictPolicy.fields.a..b is a dotted path such as address.street, without empty names',
        'conflictPolicy.fields.$ must be a path such as address.city',
        'conflictPolicy.fields.c.fallbak is not known; there are strategy, fallback, rules; did you mean fallback?',
        `conflictPolicy.fields.d must be one of ${ALL}`,
      ],
    ],
    [
      { strategy: 'manual', lists: { a: 'sets', b: { key: '' }, c: { keys: 'id' } } },
      [
        'conflictPolicy.lists.a must be "set", "whole", or the key of its entries such as {"key": "id"}',
        'conflictPolicy.lists.b.key must be a text of 1 to 256 characters',
        'conflictPolicy.lists.c.keys is not known; there are key; did you mean key?',
        'conflictPolicy.lists.c.key must be a text of 1 to 256 characters',
      ],
    ],
    [
      { strategy: 'manual', flipFlopLimit: 0 },
      ['conflictPolicy.flipFlopLimit must be a whole number from 1 to 100'],
    ],
    [
      { strategy: 'manual', flipFlopLimit: 1.5 },
      ['conflictPolicy.flipFlopLimit must be a whole number from 1 to 100'],
    ],
    [
      { strategy: 'manual', flipFlopLimit: 101 },
      ['conflictPolicy.flipFlopLimit must be a whole number from 1 to 100'],
    ],
  ])('%j is told: %j', (policy, problems) => {
    expect(problemsOf(policy)).toEqual(problems);
  });

  it('names another strategy where the stream has no times', () => {
    const needs =
      'needs to know when records were changed, and the stream does not say that; name another strategy: source_wins, destination_wins, merge, manual, custom, ai';
    const policy = {
      strategy: 'newest_wins',
      fields: { a: 'last_write_wins', b: { strategy: 'merge', fallback: 'newest_wins' }, c: 'ai' },
    };
    expect(problemsOf(policy, false)).toEqual([
      `conflictPolicy.strategy ${needs}`,
      `conflictPolicy.fields.a ${needs}`,
      `conflictPolicy.fields.b.fallback ${needs}`,
    ]);
    expect(problemsOf(policy)).toEqual([]);
  });

  it('is not larger than a person would write', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, 'ai']));
    expect(problemsOf({ strategy: 'manual', fields: many(500) })).toEqual([]);
    expect(problemsOf({ strategy: 'manual', fields: many(501) })).toHaveLength(1);
  });
});
