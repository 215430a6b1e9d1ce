import type { MappingRule } from '../mapping/mapping-rule.js';
import { changedTargets, flowAt, flowsOf } from './target-flow.js';

const rule = (target: string, more: Partial<MappingRule> = {}): MappingRule => ({
  source: target,
  target,
  ...more,
});

describe('which way a target goes', () => {
  it('is both for everything where there are no rules', () => {
    expect(flowsOf([])).toBeUndefined();
    expect(flowAt(undefined, ['a'])).toBe('both');
  });

  it('is what its rules say together', () => {
    const flows = flowsOf([
      rule('a'),
      rule('a', { direction: 'out' }),
      rule('b'),
      rule('b'),
      rule('c', { direction: 'both' }),
    ]);
    expect(['a', 'b', 'c', 'd'].map((name) => flowAt(flows, [name]))).toEqual([
      'both',
      'in',
      'both',
      undefined,
    ]);
  });

  it('is that of the narrowest target that holds a place, else of one within it', () => {
    const flows = flowsOf([rule('a'), rule('a.b', { direction: 'both' }), rule('c.d', { direction: 'out' })]);
    expect(flowAt(flows, ['a', 'b', 'x'])).toBe('both');
    expect(flowAt(flows, ['a', 'c'])).toBe('in');
    expect(flowAt(flows, ['c'])).toBe('out');
    expect(flowAt(flows, ['c', 'e'])).toBeUndefined();
  });
});

describe('targets that a revision changed', () => {
  it('are those that it added or whose rules are others', () => {
    const before = [rule('a'), rule('b'), rule('c')];
    const after = [
      rule('a'),
      rule('b', { source: 'x' }),
      rule('d'),
      rule('c'),
      rule('c', { direction: 'out' }),
    ];
    expect(changedTargets(before, after)).toEqual(['b', 'd', 'c']);
    expect(changedTargets(before, before)).toEqual([]);
  });

  it('are all of them where there were no rules, or are none any more', () => {
    expect(changedTargets([], [rule('a')])).toEqual(['$']);
    expect(changedTargets([rule('a')], [])).toEqual(['$']);
    expect(changedTargets([], [])).toEqual([]);
  });
});
