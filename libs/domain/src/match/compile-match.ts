import { InvalidFields } from '../errors/invalid-fields.js';
import type { JsonObject } from '../json.js';
import { checkMatch } from './check-match.js';
import { compileRule } from './compile-match-rule.js';
import { alternativesOf } from './match-alternatives.js';
import { Readings } from './match-reading.js';
import type { MatchSettings } from './match-settings.js';
import { revisionsOf } from './normalisers.js';
import { betterOf, type CompiledMatch, NO_MATCH } from './match-verdict.js';

/**
 * Compiles the match rules of a record type once. Throws `config.invalid_match` that names every problem with its place.
 * @param sensitive dotted paths of fields whose values are kept from people
 */
export function compileMatch(settings: MatchSettings, sensitive: ReadonlySet<string>): CompiledMatch {
  const problems = checkMatch(settings);
  if (problems.length > 0) throw new InvalidFields('config.invalid_match', problems);
  const readings = new Readings({ stopList: settings.stopList ?? [], sensitive });
  const rules = settings.rules.map((rule) => compileRule(rule, readings));
  const keysOf = (data: JsonObject) => rules.flatMap((rule) => rule.keysOf(readings.of(data)));
  return {
    keysOf,
    compare: (one, other, usable) => {
      const pair = { one: readings.ofSame(one), other: readings.ofOther(other), usable };
      return rules.reduce((best, rule) => betterOf(best, rule.compare(pair)), NO_MATCH);
    },
  };
}

/** What the keys of these rules are made by besides the rules: normalisers that made other texts in an earlier release. Empty: nothing. */
export function keyRevisions({ rules }: MatchSettings): Readonly<Record<string, number>> {
  const parts = rules.flatMap(alternativesOf).flatMap(({ keys }) => keys.flatMap(({ parts: all }) => all));
  return revisionsOf(parts.flatMap(({ normalise = [] }) => normalise));
}
