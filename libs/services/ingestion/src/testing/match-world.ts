import { Sha256Digest } from '@evenkeel/adapter-node-runtime';
import { seedJob } from '@evenkeel/conformance';
import type { Job, JsonObject, MatchSettings, Slice, SourceRecord } from '@evenkeel/domain';
import type { PageFetched } from '@evenkeel/contracts-messages';
import { mergerOf, separateRecords, typeMatcher } from '@evenkeel/operations';
import type { StoredMerge } from '@evenkeel/ports';
import { IngestionWorld, pageOf, sourceRecord, type Claimed } from './ingestion-world.js';

/** E-mail addresses name a person; of names alike a person decides. */
export const PEOPLE: MatchSettings = {
  rules: [
    { name: 'same e-mail', when: { field: 'email', by: 'exact', normalise: ['email'] } },
    {
      name: 'alike',
      when: { field: 'name', by: 'fuzzy', threshold: 0.97 },
      review: 0.85,
      blockBy: [{ field: 'name', by: 'prefix', length: 3, normalise: ['case'] }],
    },
  ],
};

export interface StoredPerson {
  readonly id: string;
  readonly data: JsonObject;
  readonly version: number;
  readonly active: boolean;
  readonly mergedInto: string | null;
  /** External ids of its references, those that are gone in brackets. */
  readonly known: readonly string[];
}

/** A person as a provider lists it. */
export function person(
  externalId: string,
  fields: JsonObject,
  changes: Partial<SourceRecord> = {},
): SourceRecord {
  return sourceRecord(externalId, { data: fields, ...changes });
}

let hours = 0;
/** Each later than all before. */
export function nextHour(): string {
  hours += 1;
  return new Date(Date.parse('2026-11-01T00:00:00Z') + hours * 3_600_000).toISOString();
}

/** Sources of one record type with match rules. */
export class MatchWorld extends IngestionWorld {
  /** A source of this type, with a connection and a job of its own. */
  async source(recordType: string): Promise<Pick<Claimed, 'job'>> {
    const { job } = await seedJob(this.tenant, { recordType });
    return { job };
  }

  /** As if an editor had set the rules, and everything stored had its keys. */
  async setRules(recordType: string, match: MatchSettings = PEOPLE): Promise<void> {
    const digest = new Sha256Digest();
    await this.tenant.transaction(async (tx) => {
      await tx.recordTypes.ensure(recordType, crypto.randomUUID());
      const type = await tx.recordTypes.lock(recordType);
      const next = { ...type!, match, revision: type!.revision + 1 };
      await tx.recordTypes.saveRevision(next);
      const keysOf = typeMatcher(next, {
        digest: (text) => digest.of(text),
        hash: (text) => digest.of(text),
      })!.settingsDigest;
      await tx.matchKeys.saveProgress(recordType, { keysOf, after: '0', completeAt: new Date() });
    });
  }

  /** Lists these in a run of its own, that closes. */
  async lists(
    { job }: Pick<Claimed, 'job'>,
    records: readonly SourceRecord[],
    { slice, ...changes }: { readonly slice?: Slice } & Partial<PageFetched> = {},
  ): Promise<Claimed> {
    const run = await this.claimedOf(job, slice === undefined ? {} : { lane: 'single' }, slice);
    await this.apply(pageOf(run, 0, records, { observedAt: nextHour(), cursorOut: null, ...changes }));
    await this.tenant.transaction((tx) => tx.executions.save({ ...run.execution, status: 'completed' }));
    return run;
  }

  /** As if a push of the job had created this record at its provider, which holds it as it is. */
  async attachSent({ id: jobId }: Pick<Job, 'id'>, recordId: string, externalId: string): Promise<void> {
    await this.database.rows(
      `with s as (insert into reference_set (tenant_id, connection_id, stream, record_type)
         select tenant_id, connection_id, stream, record_type from job where id = $1
         on conflict do nothing returning id)
       insert into external_reference (record_id, set_id, external_id, content_hash, observed_at)
       select $2, coalesce((select id from s), (select r.id from reference_set r join job j using (connection_id, stream, record_type)
         where j.id = $1 and r.rule = '')), $3, md5('')::uuid, to_timestamp(0)`,
      [jobId, recordId, externalId],
    );
    await this.database.rows('delete from local_change where job_id = $1 and record_id = $2', [
      jobId,
      recordId,
    ]);
  }

  /** All records of the type, those that were merged too, by id. */
  async people(recordType: string): Promise<readonly StoredPerson[]> {
    return this.database.rows<StoredPerson>(
      `select r.id::text, r.data, r.version, r.inactive_at is null as active, r.merged_into::text as "mergedInto", array(
         select case when e.inactive_at is null then e.external_id else '(' || e.external_id || ')' end
         from external_reference e where e.record_id = r.id order by e.id) as known
       from record r where r.record_type = $1 order by r.id`,
      [recordType],
    );
  }

  /** Of those that are records of their own: their external ids, joined. */
  async groups(recordType: string): Promise<readonly string[]> {
    const people = await this.people(recordType);
    return people.filter(({ mergedInto }) => mergedInto === null).map(({ known }) => known.join(' '));
  }

  async outcomesOf(run: Claimed): Promise<Readonly<Record<string, number>>> {
    const { outcomes } = await this.chunk(run);
    return Object.fromEntries(Object.entries(outcomes).filter(([, count]) => count > 0));
  }

  /** Record ids, rule and cause of what waits for a person. */
  async reviews(recordType: string): Promise<readonly string[]> {
    const { items } = await this.tenant.transaction((tx) =>
      tx.matchReviews.list({ recordType, state: 'open' }, { after: null, limit: 100 }),
    );
    return items.map(({ rule, cause }) => `${rule}: ${cause}`);
  }

  /** Undoes the newest merge of the type that was not undone: all of it, or what concerns these external ids. */
  async unmerge(recordType: string, match: MatchSettings = PEOPLE, names?: readonly string[]): Promise<void> {
    const { items } = await this.tenant.transaction((tx) =>
      tx.merges.list(undefined, { after: null, limit: 100 }),
    );
    const merge = items.find((each) => each.recordType === recordType && each.undoneAt === null);
    await this.unmergeOne(merge!, match, names);
  }

  async unmergeOne(
    merge: StoredMerge,
    match: MatchSettings = PEOPLE,
    names?: readonly string[],
  ): Promise<void> {
    const { recordType } = merge;
    await this.tenant.transaction(async (tx) => {
      await tx.matchKeys.lockType(recordType);
      const parting = {
        recordType,
        merge: mergerOf({ schema: null, match }),
        executionId: null,
        actor: 'ada',
        names,
      };
      await separateRecords(tx, merge, parting);
    });
  }
}
