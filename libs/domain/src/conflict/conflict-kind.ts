interface ConflictKindMeaning {
  /** For people. */
  readonly does: string;
  /** Whether it is about the record as a whole rather than about some of its fields. */
  readonly isOfRecord: boolean;
  /** Whether the times of the two changes can be believed. */
  readonly trustsTimes: boolean;
}

/** What kinds of conflict there are, the one that is told first where several apply. */
export const CONFLICT_KINDS = {
  delete_vs_change: {
    does: 'One side deleted the record, the other changed it.',
    isOfRecord: true,
    trustsTimes: true,
  },
  version: {
    does: 'The provider refused what it was sent three times, each time because its record had changed in the meantime.',
    isOfRecord: false,
    trustsTimes: true,
  },
  timestamp: {
    does: 'The provider says something else than before and gives an earlier time for it.',
    isOfRecord: false,
    trustsTimes: false,
  },
  multi_source: {
    does: 'The field has the value of another source, and this one changed it as well.',
    isOfRecord: false,
    trustsTimes: true,
  },
  data: {
    does: 'Both sides changed the same field, in different ways.',
    isOfRecord: false,
    trustsTimes: true,
  },
} as const satisfies Readonly<Record<string, ConflictKindMeaning>>;

export type ConflictKind = keyof typeof CONFLICT_KINDS;
export const CONFLICT_KIND_NAMES = Object.keys(CONFLICT_KINDS) as readonly ConflictKind[];

/** By kind whether it applies; `data` always does. */
export type ConflictFacts = Readonly<Partial<Record<Exclude<ConflictKind, 'data'>, boolean>>>;

export function kindOf(facts: ConflictFacts): ConflictKind {
  return CONFLICT_KIND_NAMES.find((kind) => kind === 'data' || facts[kind] === true) as ConflictKind;
}
