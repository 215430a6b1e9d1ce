import { createHash } from 'node:crypto';
import type {
  FoundReference,
  KeyPair,
  MatchKeyRow,
  NarrowedKeys,
  ReferenceSet,
  StoredReading,
} from '@evenkeel/domain';
import type { AddedKey, KeyProgress, MatchKeyRepository } from '@evenkeel/ports';
import { bigintArray, uuidArray } from '../database/binary-array.js';
import { inSlices } from '../database/in-slices.js';
import type { HotStatement, Session } from '../database/session.js';
import type { ReferenceSets } from '../record/reference-sets.js';
import {
  ADD_FIRST_KEYS,
  ADD_KEYS,
  FIND_BY_BOTH,
  FIND_BY_KEYS,
  KEYS_OF_REFERENCES,
} from './key-statements.js';
import { foundFromRow, keyFromUuid, narrowedFromRows } from './row.js';

/** Any number that no other advisory lock has. */
const TYPE_LOCK = 7_003;
/** Executions that have not ended. */
const LIVE = `e.finished_at is null`;

const columns = (rows: readonly MatchKeyRow[]) => [
  bigintArray(rows.map(({ referenceId }) => Number(referenceId))),
  uuidArray(rows.map(({ key }) => key)),
];

export class PostgresMatchKeyRepository implements MatchKeyRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async lockType(recordType: string): Promise<void> {
    const name = createHash('sha256').update(`${this.session.tenant} ${recordType}`).digest();
    const lock = [TYPE_LOCK, name.readInt32BE(0)];
    await this.session.lockFreely('select pg_advisory_xact_lock($1, $2)', lock);
  }

  async setIdOf(set: ReferenceSet): Promise<string | undefined> {
    const known = await this.sets.find(this.session, set);
    return known && String(known.id);
  }

  async find(keys: readonly string[]): Promise<readonly FoundReference[]> {
    if (keys.length === 0) return [];
    return inSlices(keys, {
      ask: (slice) => this.session.hot(FIND_BY_KEYS, [this.session.tenant, uuidArray(slice)]),
      read: (rows) => rows.map(foundFromRow),
    });
  }

  async findBoth(pairs: readonly KeyPair[]): Promise<readonly NarrowedKeys[]> {
    if (pairs.length === 0) return [];
    const [ones, others] = [pairs.map(({ one }) => one), pairs.map(({ other }) => other)];
    const keys = [uuidArray(ones), uuidArray(others)];
    const rows = await this.session.hot(FIND_BY_BOTH, [this.session.tenant, ...keys]);
    return narrowedFromRows(rows);
  }

  async ofReferences(referenceIds: readonly string[]): Promise<readonly MatchKeyRow[]> {
    if (referenceIds.length === 0) return [];
    const rows = await this.session.hot(KEYS_OF_REFERENCES, [
      this.session.tenant,
      bigintArray(referenceIds.map(Number)),
    ]);
    return rows.map(([referenceId, key]) => ({ referenceId: referenceId!, key: keyFromUuid(key!) }));
  }

  async change(added: readonly AddedKey[], removed: readonly MatchKeyRow[]): Promise<void> {
    if (removed.length > 0) {
      await this.session.write(
        `delete from match_key k using unnest($2::bigint[], $3::uuid[]) as i(reference_id, key)
         where k.tenant_id = $1 and k.key = i.key and k.reference_id = i.reference_id`,
        [this.session.tenant, ...columns(removed)],
      );
    }
    await this.insert(ADD_KEYS, added);
  }

  addFirst(keys: readonly AddedKey[]): Promise<void> {
    return this.insert(ADD_FIRST_KEYS, keys);
  }

  private async insert(statement: HotStatement, keys: readonly AddedKey[]): Promise<void> {
    if (keys.length === 0) return;
    const setIds = bigintArray(keys.map(({ setId }) => Number(setId)));
    await this.session.hot(statement, [this.session.tenant, ...columns(keys), setIds]);
  }

  async progress(recordType: string): Promise<KeyProgress> {
    const row = await this.session.row<{ keysOf: string | null; after: string; completeAt: Date | null }>(
      `select keys_of as "keysOf", keys_after::text as after, keys_complete_at as "completeAt"
       from record_type where tenant_id = $1 and name = $2`,
      [this.session.tenant, recordType],
    );
    return row ?? { keysOf: null, after: '0', completeAt: null };
  }

  async saveProgress(recordType: string, { keysOf, after, completeAt }: KeyProgress): Promise<void> {
    await this.session.write(
      `update record_type set keys_of = $3, keys_after = $4::bigint, keys_complete_at = $5
       where tenant_id = $1 and name = $2`,
      [this.session.tenant, recordType, keysOf, after, completeAt],
    );
  }

  async readingsAfter(
    recordType: string,
    referenceId: string,
    limit: number,
  ): Promise<readonly StoredReading[]> {
    const rows = await this.session.rows<Omit<StoredReading, 'at'> & { readonly at: Date }>(
      `select e.record_id::text as "recordId", e.id::text as "referenceId", e.set_id::text as "setId",
         e.external_id as "externalId", e.inactive_at is null as active, coalesce(p.data, r.data) as data,
         coalesce(e.modified_at, e.observed_at) as at
       from external_reference e
       join record r on r.id = e.record_id
       left join projection p on p.reference_id = e.id and e.shares_record
       where e.id > $3::bigint and e.set_id = any(array(
         select s.id from reference_set s where s.tenant_id = $1 and s.record_type = $2))
       order by e.id limit $4`,
      [this.session.tenant, recordType, referenceId, limit],
    );
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  async hasOlderExecutions(recordType: string): Promise<boolean> {
    const row = await this.session.row(
      `select from execution e join job j on j.id = e.job_id
       join record_type t on t.tenant_id = j.tenant_id and t.name = j.record_type
       join record_type_revision n on n.record_type_id = t.id and n.revision = t.revision
       join record_type_revision o on o.record_type_id = t.id
         and o.revision = coalesce(e.record_type_revision, t.revision)
       where t.tenant_id = $1 and t.name = $2 and ${LIVE} and (o.match::text is distinct from n.match::text or o.sensitive <> n.sensitive)
       union all
       -- Those that derive records of the type go by what it was when they were opened.
       select from record_type t
       join record_type_revision n on n.record_type_id = t.id and n.revision = t.revision
       join execution e on e.tenant_id = t.tenant_id and ${LIVE} and e.derived_type_revisions ? t.name
       join record_type_revision o on o.record_type_id = t.id and o.revision = (e.derived_type_revisions ->> t.name)::int
       where t.tenant_id = $1 and t.name = $2 and (o.match::text is distinct from n.match::text or o.sensitive <> n.sensitive)
       union all
       -- One that a process of the previous release opened goes by what it was when it began.
       select from record_type t
       join record_type_revision n on n.record_type_id = t.id and n.revision = t.revision
       join execution e on e.tenant_id = t.tenant_id and ${LIVE} and e.derived_type_revisions is null and e.started_at <= n.created_at
       join job_revision v on v.job_id = e.job_id and v.revision = e.job_revision
       where t.tenant_id = $1 and t.name = $2
         and v.definition -> 'derive' @> jsonb_build_array(jsonb_build_object('recordType', $2::text))
       limit 1`,
      [this.session.tenant, recordType],
    );
    return row !== undefined;
  }
}
