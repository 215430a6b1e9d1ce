import type { JsonValue } from '../json.js';
import type { Asked, Choice, Choose, Contested, JoinRules, SidePair, Sides } from './sides.js';
import { isWithin, placeText, type RecordPlace } from './place.js';

/** A place of a record with all that is known of it. Undefined: nothing is there. */
export interface JoinPlace extends SidePair {
  readonly place: RecordPlace;
  readonly base: SidePair;
  /** What the reading itself said, without what was filled in. */
  readonly said: JsonValue | undefined;
}

/** What becomes of a place. */
export interface JoinedPlace extends SidePair {
  readonly base: SidePair;
  /** The base once what is sent was written. */
  readonly written: SidePair;
}

/** A value that the provider is to be sent; undefined: it is to have none there. */
export interface SentField {
  readonly place: RecordPlace;
  readonly path: string;
  readonly value: JsonValue | undefined;
}

export interface OpenField extends Contested {
  readonly asks: Asked;
}

/** On which sides a place changed since the base. */
export type ChangedOn = 'local' | 'remote' | 'both';

/** A place that differs from the base, and does not say the same on both sides. */
export interface ChangedPlace {
  readonly place: RecordPlace;
  readonly path: string;
  readonly on: ChangedOn;
}

/** How a record is joined, and what is noted of its places on the way. */
export class JoinWork {
  readonly sent: SentField[] = [];
  readonly open: OpenField[] = [];
  readonly changed: ChangedPlace[] = [];
  /** Places below which anything was looked at. */
  readonly seen: string[] = [];
  readonly unread: string[] = [];
  readonly unknown: string[] = [];
  /** Known once what is sent was written. */
  readonly unknownUntilWritten: string[] = [];
  readonly unreadOnceWritten: string[] = [];

  constructor(
    readonly sides: Sides,
    readonly rules: JoinRules,
    private readonly choose: Choose,
    /** Instead of what is taken over because one side alone changed it. */
    private readonly chooseAll?: (contested: Contested) => Choice | undefined,
  ) {}

  /** Whether the base knows everything, and nothing was written that was not read since. */
  get isAllRead(): boolean {
    const { unknown, unread } = this.sides.base;
    return unknown.length === 0 && unread.length === 0;
  }

  choiceOf(contested: Contested, on: ChangedOn): Choice {
    return this.chooseAll?.(contested) ?? (on === 'both' ? this.choose(contested) : { kind: on });
  }

  /** Of a place that could be joined without a strategy. */
  choiceOfJoined(contested: Contested, value: JsonValue): Choice {
    return this.chooseAll?.(contested) ?? { kind: 'value', value };
  }

  isUnread(path: string): boolean {
    return this.sides.base.unread.some((outer) => isWithin(path, outer));
  }

  /** Whether what the base holds there is of another mapping. */
  isForgotten(place: RecordPlace): boolean {
    const { unknown } = this.sides.base;
    return unknown.length > 0 && unknown.includes(placeText(place));
  }

  isUnknown(path: string): boolean {
    return this.sides.base.unknown.some((other) => isWithin(path, other) || isWithin(other, path));
  }

  /** Of places that the base lists: those of which neither side says anything yet. */
  stillUnsaid(paths: readonly string[]): readonly string[] {
    if (this.sides.remote.isComplete) return [];
    return paths.filter((path) => !this.seen.some((seen) => isWithin(seen, path) || isWithin(path, seen)));
  }
}
