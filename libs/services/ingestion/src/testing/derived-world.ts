import { seedJob } from '@evenkeel/conformance';
import type { DeriveRule, Job, JobDefinition, JsonObject, SourceRecord } from '@evenkeel/domain';
import { IngestionWorld, pageOf, sourceRecord, type Claimed } from './ingestion-world.js';

/** A derived record as it is stored. */
export interface StoredPart {
  readonly id: string;
  readonly externalId: string;
  readonly data: JsonObject;
  readonly version: number;
  /** Null: it is active. */
  readonly cause: string | null;
}

export const LABELS: DeriveRule = {
  name: 'labels',
  each: 'labels',
  key: 'id',
  recordType: 'label',
  mapping: [{ source: 'name', target: 'title' }],
};
export const SHARED_LABELS: DeriveRule = { ...LABELS, shared: true };

let minute = 0;

/** An issue with labels `id:name`, and whatever else. */
export function issue(id: string, labels: readonly string[], more: JsonObject = {}): SourceRecord {
  const list = labels.map((label) => ({ id: label.split(':')[0]!, name: label.split(':')[1] ?? label }));
  return sourceRecord(id, { data: { id, labels: list, ...more } });
}

/** Jobs that derive, on a real database. */
export class DerivedWorld extends IngestionWorld {
  async job(derive: readonly DeriveRule[], definition: Partial<JobDefinition> = {}): Promise<Job> {
    return (await seedJob(this.tenant, { stream: 'issues', recordType: 'issue', derive, ...definition })).job;
  }

  /** The next revision of the job. */
  async changed(job: Job, definition: Partial<JobDefinition>): Promise<Job> {
    const next = { ...job, revision: job.revision + 1, definition: { ...job.definition, ...definition } };
    await this.tenant.transaction((tx) => tx.jobs.saveRevision(next));
    return next;
  }

  /** An execution of its own that reads these, later than all before. */
  async run(job: Job, ...records: readonly SourceRecord[]): Promise<Claimed> {
    const claimed = await this.claimedOf(job, { lane: 'single', jobRevision: job.revision });
    await this.apply(pageOf(claimed, 0, records, { cursorOut: null, observedAt: later() }));
    return claimed;
  }

  async derived(claimed: Claimed) {
    return (await this.chunk(claimed)).derived;
  }

  /** Derived records of the job, by external id. */
  async pieces({ connectionId }: Job, recordType = 'label'): Promise<readonly StoredPart[]> {
    return this.database.rows<StoredPart>(
      `select r.id, e.external_id as "externalId", r.data, r.version,
         case when r.inactive_at is null and e.inactive_at is null then null else e.inactive_cause end as cause
       from record r join external_reference e on e.record_id = r.id join reference_set s on s.id = e.set_id
       where s.connection_id = $1 and s.rule <> '' and r.record_type = $2 order by e.external_id`,
      [connectionId, recordType],
    );
  }

  /** Links of the job that hold: from, name, to. */
  async links({ connectionId }: Job): Promise<readonly string[]> {
    const rows = await this.database.rows<{ link: string }>(
      `select f.external_id || ' ' || l.name || ' ' || l.to_external_id as link from record_link l
       join external_reference f on f.id = l.from_reference join reference_set s on s.id = f.set_id
       where s.connection_id = $1 and l.ended_at is null order by 1`,
      [connectionId],
    );
    return rows.map(({ link }) => link);
  }
}

/** A time after all that were given before. */
export function later(): string {
  minute += 1;
  return new Date(Date.UTC(2026, 10, 1, 12, minute)).toISOString();
}
