import type { FieldError } from '../errors/invalid-fields.js';
import type { PieceRules } from './piece-rules.js';
import type { DeriveRule } from './derive-rule.js';

/** What is wrong with rules that could each be compiled: settings that exclude or need each other, and names that come twice. */
export function findRuleErrors({ derive, links }: PieceRules): readonly FieldError[] {
  const named = derive.map(({ name }, index) => ({ name, path: `derive[${index}].name` }));
  const linked = links.map(({ name }, index) => ({ name, path: `links[${index}].name` }));
  const linkNames = new Set(derive.map(({ name, link = name }) => link));
  return [
    ...derive.flatMap((rule, index) =>
      settingErrors(rule).map(({ path, message }) => ({ path: `derive[${index}].${path}`, message })),
    ),
    ...findTwice(named),
    ...findTwice(linked),
    ...linked
      .filter(({ name }) => linkNames.has(name))
      .map(({ path }) => ({ path, message: 'is the name of a link to derived records already' })),
  ];
}

function settingErrors({ at, each, key, shared = false }: DeriveRule): readonly FieldError[] {
  const errors: FieldError[] = [];
  if ((at === undefined) === (each === undefined))
    errors.push({ path: 'at', message: 'give either at (one piece) or each (the entries of a list)' });
  if (key === undefined && each !== undefined)
    errors.push({ path: 'key', message: 'is needed beside each: what tells one entry from another' });
  if (key === undefined && shared && each === undefined)
    errors.push({
      path: 'key',
      message: 'is needed beside shared: what is the same record wherever it is found',
    });
  if (key !== undefined && each === undefined && !shared)
    errors.push({
      path: 'key',
      message: 'has no use beside at: the parent tells which record it is, unless it is shared',
    });
  return errors;
}

function findTwice(
  named: readonly { readonly name: string; readonly path: string }[],
): readonly FieldError[] {
  const firsts = new Map<string, string>();
  return named.flatMap(({ name, path }) => {
    const first = firsts.get(name);
    if (first !== undefined) return [{ path, message: `is the same as ${first}; each needs its own` }];
    firsts.set(name, path);
    return [];
  });
}
