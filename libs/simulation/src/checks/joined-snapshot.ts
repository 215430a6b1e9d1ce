import type { JsonObject } from '@evenkeel/domain';

/** A record that was made of a part of another. */
export interface SeenPiece {
  /** Of its own reference. */
  readonly id: string;
  readonly rule: string;
  readonly data: JsonObject | null;
  readonly inactive: boolean;
}

/** A link that holds. */
export interface SeenLink {
  readonly name: string;
  readonly from: string;
  readonly fromInactive: boolean;
  readonly to: string;
  /** Whether what it leads to is stored, and active. */
  readonly isThere: boolean;
  readonly isActive: boolean;
  readonly isDerived: boolean;
}

/** A record that is parked, or was for too long. */
export interface SeenParked {
  readonly id: string;
  readonly waitsFor: string;
  /** Whether what it waits for is here. */
  readonly hasCome: boolean;
  readonly isReleased: boolean;
}

/** Two records of which a person said that they are not one. */
export interface SeenApart {
  readonly one: string;
  readonly other: string;
}

/** What there is only where records are joined. */
export interface JoinedRows {
  /** Merges that can be undone. */
  readonly merges: readonly string[];
  readonly apart: readonly SeenApart[];
  readonly pieces: readonly SeenPiece[];
  readonly links: readonly SeenLink[];
  readonly waiting: readonly SeenParked[];
}

export const NOTHING_JOINED: JoinedRows = { merges: [], apart: [], pieces: [], links: [], waiting: [] };

type List = (columns: string, from: string) => string;

/** The part of the query of a snapshot that takes it, as pairs of name and value. */
export function joinedPairs(list: List): string {
  return `'merges', coalesce((select json_agg(m.id::text order by m.id) from record_merge m where m.undone_at is null), '[]'),
  'apart', ${list(
    'distinct k.external_id as one, k.other_external_id as other',
    'kept_apart k where k.external_id < k.other_external_id order by 1, 2',
  )},
  'pieces', ${list(
    `f.external_id as id, s.rule, r.data, f.inactive_at is not null or r.inactive_at is not null as inactive`,
    `external_reference f join reference_set s on s.id = f.set_id left join record r on r.id = f.record_id
     where s.rule <> '' order by f.id`,
  )},
  'links', ${list(
    `l.name, f.external_id as "from", f.inactive_at is not null as "fromInactive", l.to_external_id as "to", l.derived as "isDerived",
     t.id is not null as "isThere", coalesce(t.inactive_at is null, false) as "isActive"`,
    `record_link l left join external_reference f on f.id = l.from_reference
     left join external_reference t on t.set_id = l.to_set and t.external_id = l.to_external_id
     where l.ended_at is null order by l.id`,
  )},
  'waiting', ${list(
    `w.external_id as id, w.waits_for_id as "waitsFor", w.released_at is not null as "isReleased", exists (
       select from external_reference t where t.set_id = w.waits_for_set and t.external_id = w.waits_for_id) as "hasCome"`,
    `failure w where w.waits_for_set is not null and w.state in ('parked', 'dead') order by w.id`,
  )}`;
}
