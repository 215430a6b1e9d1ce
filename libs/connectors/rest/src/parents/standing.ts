import { type JsonObject } from '@evenkeel/domain';
import type { SourcePage } from '@evenkeel/ports';
import type { Step } from '../gather-steps.js';
import { INNER_START, takeInner, type InnerPlace } from '../inner-listing.js';
import { readOwnCursor } from '../own-cursor.js';
import { keepParent, type KeptParent } from './kept-parent.js';

/** How far the records of all parents are read. */
export interface Standing {
  /** The page of parents that comes next, or of which only some were taken; null: they are all listed. */
  readonly parents: InnerPlace | null;
  /** How many of that page were taken, and the id of the last of them. */
  readonly taken: number;
  readonly edge: string | null;
  /** The parents whose records are still to be read. */
  readonly left: readonly KeptParent[];
  /** Where the records of the first of them go on. */
  readonly child: InnerPlace;
  /** Parents whose records could not be asked for, or were not found. */
  readonly lost: number;
  /** Parents that have nothing where the request names something, so that they have no records. */
  readonly without: number;
  /** Whether any parent's records were given. */
  readonly answered: boolean;
}

export const START: Standing = {
  parents: INNER_START,
  ...{ taken: 0, edge: null, left: [], child: INNER_START, lost: 0, without: 0, answered: false },
};

export function isEnded({ parents, left }: Standing): boolean {
  return parents === null && left.length === 0;
}

export type ParentStep = Step<Standing>;

/** A cursor is stored with each page: it holds no more parents, and hardly more text, than this. */
const MOST_KEPT = 100;
const MOST_KEPT_TEXT = 16_384;

/** The parents of a page. One that is gone has no records any more; one that was on the page before was taken there. */
export function takeParents(
  standing: Standing,
  page: SourcePage,
  { paths, stream }: ParentNeeds,
): ParentStep {
  const { parents, taken, edge } = standing;
  const inner = takeInner(parents ?? INNER_START, page, { what: `the records of "${stream}"` });
  const listed = inner.records.filter(({ gone, overlap }) => gone === undefined && overlap !== true);
  const before = taken === 0 ? edge : (listed[taken - 1]?.externalId ?? null);
  const moved = `records of "${stream}" moved while a page of them was read`;
  const shifted = inner.shifted ?? (before === edge ? undefined : moved);
  const left = firstOf(listed.slice(taken).map((record) => keepParent(record, paths)));
  const reached = taken + left.length;
  const isWhole = reached >= listed.length;
  return {
    standing: {
      ...standing,
      ...(isWhole
        ? { parents: inner.next, taken: 0, edge: null }
        : { taken: reached, edge: left.at(-1)?.[0] ?? null }),
      left,
      child: INNER_START,
    },
    records: [],
    doubt: inner.doubt,
    shifted,
  };
}

export interface ParentNeeds {
  readonly paths: readonly string[];
  /** The name of the stream that the parents are of. */
  readonly stream: string;
}

function firstOf(parents: readonly KeptParent[]): readonly KeptParent[] {
  let text = 0;
  const end = parents.findIndex((parent, at) => {
    text += JSON.stringify(parent).length;
    return at >= MOST_KEPT || (at > 0 && text > MOST_KEPT_TEXT);
  });
  return end === -1 ? parents : parents.slice(0, end);
}

/** A page of the records of the parent whose turn it is. */
export function takeChildren(standing: Standing, page: SourcePage): ParentStep {
  const [id] = standing.left[0] ?? [null];
  const { next, ...read } = takeInner(standing.child, page, {
    what: `the records of the parent "${id ?? ''}"`,
  });
  const answered = { ...standing, answered: true };
  return { ...read, standing: next === null ? nextParent(answered) : { ...answered, child: next } };
}

/** The records of the parent whose turn it is cannot be had, or are gone with it: `doubt` says why that is not certain. */
export function loseParent(standing: Standing, doubt?: string): ParentStep {
  return { standing: { ...nextParent(standing), lost: standing.lost + 1 }, records: [], doubt };
}

/** The parent whose turn it is has nothing that its records could be asked by: it has none. */
export function passParent(standing: Standing): ParentStep {
  return { standing: { ...nextParent(standing), without: standing.without + 1 }, records: [] };
}

function nextParent(standing: Standing): Standing {
  return { ...standing, left: standing.left.slice(1), child: INNER_START };
}

/** Null at the end. */
export function cursorOf(standing: Standing, { paths }: Pick<ParentNeeds, 'paths'>): string | null {
  return isEnded(standing) ? null : JSON.stringify({ of: paths, ...standing });
}

/** Throws `provider.cursor_expired` where the cursor was made by other settings, so that the listing starts over. */
export function standingAt(cursor: string | null, { paths }: Pick<ParentNeeds, 'paths'>): Standing {
  if (cursor === null) return START;
  const isOfThese = ({ of }: JsonObject) => JSON.stringify(of) === JSON.stringify(paths);
  const { of: _, ...standing } = readOwnCursor(cursor, isOfThese);
  return standing as unknown as Standing;
}
