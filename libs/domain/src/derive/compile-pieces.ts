import type { JsonObject } from '../json.js';
import { InvalidFields, type FieldError } from '../errors/invalid-fields.js';
import { InvalidMapping, inSetting } from '../mapping/invalid-mapping.js';
import { compileDeriveRule } from './compile-derive-rule.js';
import { compileLink } from './compile-links.js';
import { findRuleErrors } from './find-rule-errors.js';
import type { PieceContext, PieceRules } from './piece-rules.js';
import type { RecordPieces } from './record-pieces.js';

/** What else than its mapped record a provider's record holds; `externalId`: its own. Never throws. */
export type CompiledPieces = (data: JsonObject, externalId: string) => RecordPieces;

/** Problems that are told at once. */
const MOST_TOLD = 20;

/** Throws InvalidFields `config.invalid_derive` with everything that is wrong with the rules, each with its place. */
export function compilePieces({ derive, links }: PieceRules, context: PieceContext): CompiledPieces {
  const wrong: FieldError[] = [...findRuleErrors({ derive, links })];
  const derivers = derive.flatMap((rule, index) =>
    collect(wrong, `derive[${index}]`, (at) => compileDeriveRule(rule, { ...context, at })),
  );
  const linkers = links.flatMap((rule, index) =>
    collect(wrong, `links[${index}]`, (at) => inSetting(`${at}.at`, () => compileLink(rule))),
  );
  if (wrong.length > 0) throw new InvalidFields('config.invalid_derive', wrong.slice(0, MOST_TOLD));
  return (data, externalId) => {
    const pieces = derivers.map((deriver) => deriver(data, externalId));
    return {
      derived: pieces.flatMap(({ derived }) => derived),
      rejected: pieces.flatMap(({ rejected }) => rejected),
      excluded: pieces.flatMap(({ excluded }) => excluded),
      links: linkers.flatMap((linker) => linker(data)),
    };
  };
}

function collect<Compiled>(
  wrong: FieldError[],
  at: string,
  compile: (at: string) => Compiled,
): readonly Compiled[] {
  try {
    return [compile(at)];
  } catch (error) {
    if (error instanceof InvalidFields) wrong.push(...error.fields);
    else if (error instanceof InvalidMapping) wrong.push({ path: error.at, message: error.reason });
    else throw error;
    return [];
  }
}
