import { describeProblem, SyncError, type Problem } from '../errors/sync-error.js';
import { compileTests } from '../filter/compile-filter.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import { isList } from '../json-text/is-list.js';
import { storableText } from '../json-text/unstorable-text.js';
import { compileMapping } from '../mapping/compile-mapping.js';
import { inSetting } from '../mapping/invalid-mapping.js';
import { parsePath, readAt } from '../mapping/path.js';
import { valueClassOf } from '../mapping/value-class.js';
import { storableId } from '../record/external-id.js';
import { mappedText } from '../record/mapped-text.js';
import { keyText } from './compile-links.js';
import type { PieceContext } from './piece-rules.js';
import type { DeriveRule } from './derive-rule.js';
import { pieceId } from './piece-id.js';
import type { DerivedPiece, RecordPieces, RejectedPiece } from './record-pieces.js';

type OfRule = Pick<RecordPieces, 'derived' | 'rejected' | 'excluded'>;

/** A piece where it was found. */
interface FoundPiece {
  /** As a person would write it: `labels.2`. */
  readonly place: string;
  readonly value: JsonValue;
  readonly key: string | null;
  /** Null: nothing tells which record it is. */
  readonly externalId: string | null;
}

/** Throws InvalidMapping or InvalidFields; `at`: where the rule stands. */
export function compileDeriveRule(
  rule: DeriveRule,
  context: PieceContext & { readonly at: string },
): (data: JsonObject, externalId: string) => OfRule {
  const { at } = context;
  const passes = inSetting(`${at}.when`, () =>
    rule.when === undefined ? () => true : compileTests(rule.when),
  );
  const find = compileFinder(rule, at);
  const make = compilePiece(rule, context);
  return (data, parent) => {
    if (!passes(data)) return { ...NOTHING, excluded: [rule.name] };
    const rejected: RejectedPiece[] = [];
    const found = find(data, parent);
    if ('problem' in found) return { ...NOTHING, rejected: [found] };
    const derived: DerivedPiece[] = [];
    for (const piece of settle(rule.name, found, rejected)) {
      const made = make(piece);
      if ('problem' in made) rejected.push(made);
      else derived.push(made);
    }
    return { ...NOTHING, derived, rejected };
  };
}

const NOTHING: OfRule = { derived: [], rejected: [], excluded: [] };

/** Parts of the provider's record, in their order; a rejected piece where there is no list. */
function compileFinder(
  rule: DeriveRule,
  at: string,
): (data: JsonObject, parent: string) => readonly FoundPiece[] | RejectedPiece {
  const { name, each, key, shared = false } = rule;
  const setting = each === undefined ? 'at' : 'each';
  const text = each ?? rule.at ?? '$';
  const path = inSetting(`${at}.${setting}`, () => parsePath(text));
  const keyPath = key === undefined ? undefined : inSetting(`${at}.key`, () => parsePath(key));
  const found = (value: JsonValue, place: string, parent: string): FoundPiece => {
    if (keyPath === undefined)
      return { place, value, key: null, externalId: storableId(pieceId(parent, null)) };
    const told = keyText(readAt(asObject(value), keyPath));
    const id = told === null || shared ? told : storableId(pieceId(parent, told));
    return { place, value, key: told, externalId: id };
  };
  return (data, parent) => {
    const value = readAt(data, path);
    if (value === undefined || value === null) return [];
    if (each === undefined) return [found(value, text, parent)];
    if (isList(value)) return value.map((entry, nth) => found(entry, `${text}.${nth}`, parent));
    const message = `${name}: ${text} is ${valueClassOf(value)}, not a list`;
    return { rule: name, externalId: null, problem: problemOf('record.piece_not_a_list', message) };
  };
}

/** A list of texts is a list of objects with one field. */
function asObject(value: JsonValue): JsonObject {
  return isJsonObject(value) ? value : { value };
}

/** Those that a key of their own tells apart; the others are rejected, whatever their order. */
function settle(
  rule: string,
  pieces: readonly FoundPiece[],
  rejected: RejectedPiece[],
): readonly FoundPiece[] {
  const counts = new Map<string, number>();
  for (const { externalId } of pieces)
    if (externalId !== null) counts.set(externalId, (counts.get(externalId) ?? 0) + 1);
  return pieces.filter(({ place, externalId }) => {
    if (externalId === null) {
      const message = `${rule}: ${place} has no key that can be one`;
      rejected.push({ rule, externalId, problem: problemOf('record.piece_without_key', message) });
      return false;
    }
    const count = counts.get(externalId) ?? 0;
    if (count === 1) return true;
    const message = `${rule}: ${place} has a key that ${count} entries have`;
    rejected.push({ rule, externalId, problem: problemOf('record.piece_key_taken', message) });
    return false;
  });
}

/** The record of a piece, or why there can be none. */
function compilePiece(
  { name: rule, recordType, mapping = [] }: DeriveRule,
  { at, digest, hash, problemOf: breaks }: PieceContext & { readonly at: string },
): (piece: FoundPiece) => DerivedPiece | RejectedPiece {
  const map = compileMapping(mapping, {
    of: { code: 'config.invalid_derive', setting: `${at}.mapping` },
    ...(hash && { hash }),
  });
  return ({ place, value, externalId }) => {
    const id = externalId as string;
    const reject = (problem: Problem): RejectedPiece => {
      const message = storableText(`${rule}: ${place}: ${problem.message}`);
      return { rule, externalId: id, problem: { ...problem, message } };
    };
    try {
      const dataText = mappedText(map(asObject(value)));
      const problem = breaks(recordType, dataText);
      return problem === undefined
        ? { rule, externalId: id, contentHash: digest(dataText), dataText }
        : reject(problem);
    } catch (error) {
      return reject(describeProblem(error));
    }
  };
}

function problemOf(code: ConstructorParameters<typeof SyncError>[0], message: string): Problem {
  return describeProblem(new SyncError(code, storableText(message)));
}
