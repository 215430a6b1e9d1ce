import type { PairedRecord, PairingSide } from '@evenkeel/domain';

export interface PairedRow {
  side: PairingSide;
  id: string;
  key: string | null;
  is_late: boolean;
  decided: PairedRecord['decided'];
  partner: string | null;
  here: number;
  there: number;
}

/** Records `p` with what both sides have of their key. More than two are as many as two. */
export const PAIRED = `
  select p.side, p.id, p.key::text as key, p.is_late, p.decided, coalesce(p.partner, o.id) as partner,
    case p.side when 'here' then s.count else o.count end::int as here, case p.side when 'here' then o.count else s.count end::int as there
  from pairing_record p
  cross join lateral (select count(*) as count, min(id) as id from (
    select c.id from pairing_record c where c.plan_id = p.plan_id and c.key = p.key and c.side <> p.side and not c.is_late limit 2) c) o
  cross join lateral (select count(*) as count from (
    select from pairing_record c where c.plan_id = p.plan_id and c.key = p.key and c.side = p.side and not c.is_late limit 2) c) s`;

export function pairedFromRow({ side, id, key, here, there, ...row }: PairedRow): PairedRecord {
  return {
    side,
    id,
    key: key?.replaceAll('-', '') ?? null,
    isLate: row.is_late,
    decided: row.decided,
    partner: row.partner,
    counts: key === null ? undefined : { here, there },
  };
}
