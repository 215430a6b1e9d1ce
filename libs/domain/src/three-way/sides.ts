import type { JsonObject, JsonValue } from '../json.js';
import type { Base } from './agreed-base.js';
import type { ListRuleAt } from './list-rule.js';
import type { RecordPlace } from './place.js';
import type { TargetFlow } from './target-flow.js';

/** What is known of when the provider's record was read, seen from our last write of it. */
export interface ReadSince {
  /**
   * By versions, whether the record is as our last write left it. False: another change came after it, so that it cannot be told what became of
   * our values and what of that change. Left out: versions do not say.
   */
  readonly isAsWritten?: boolean;
  /**
   * Where that is left out: whether it is known that the record was read after our last write. What is like our values is taken for what became of them then, anything
   * else for another change. Left out: not even that is known, and the first reading after a write is taken for what became of it.
   */
  readonly isAfterWrite?: boolean;
}

/** What the provider said of a record, mapped to the shape of the local one. */
export interface RemoteReading extends ReadSince {
  readonly data: JsonObject;
  /** Whether the stream declares that its records come complete: only then does a field that is absent mean that it was removed, and otherwise that it was not said. */
  readonly isComplete: boolean;
}

/** A record as both sides have it, and what they last agreed on. */
export interface Sides {
  readonly base: Base;
  readonly local: JsonObject;
  readonly remote: RemoteReading;
}

export interface JoinRules {
  readonly lists: readonly ListRuleAt[];
  /** Undefined: all fields go both ways. What is no target stays as each side has it. */
  readonly flows?: readonly TargetFlow[] | undefined;
}

/** Two values of one place, one of each side; undefined: nothing is there. */
export interface SidePair {
  readonly local: JsonValue | undefined;
  readonly remote: JsonValue | undefined;
}

/** Both sides changed what is at a place, in different ways; or they differ, and no base says which of them changed. */
export interface Contested extends SidePair {
  readonly place: RecordPlace;
  /** The text of the place. */
  readonly path: string;
  /** Undefined: it is not known. */
  readonly base: SidePair | undefined;
}

/** What becomes of a contested place: the value of a side, one that was made of both, or each side keeps its own until it is decided on. */
export type Choice =
  | { readonly kind: 'local' }
  | { readonly kind: 'remote' }
  | { readonly kind: 'value'; readonly value: JsonValue | undefined }
  | { readonly kind: 'undecided'; readonly asks: Asked };

/** Who is asked: a person, or first a language model. */
export type Asked = 'review' | 'proposal';

export type Choose = (contested: Contested) => Choice;
