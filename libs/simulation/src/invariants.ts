import type { JsonObject } from '@evenkeel/domain';
import type { Monitor } from './monitor.js';

/** What must hold at every moment, however messages, crashes and people come in each other's way. */
export class Invariants {
  private readonly appliedWhenCancelled = new Map<string, string>();
  private readonly versions = new Map<string, number>();
  private readonly progress = new Map<string, number>();

  constructor(private readonly monitor: Monitor) {}

  /** The first invariant that does not hold, in words; undefined if all do. */
  async findViolation(): Promise<string | undefined> {
    return (
      (await this.findWriteAfterCancel()) ??
      (await this.findLostProgress()) ??
      (await this.findBrokenPages()) ??
      (await this.findOldVersion()) ??
      (await this.findSecondBulkRun()) ??
      (await this.findUnbalancedReceipt())
    );
  }

  private async findWriteAfterCancel(): Promise<string | undefined> {
    const rows = await this.monitor.rows<{ key: string; applied: string }>(
      `select e.id || ' in epoch ' || e.epoch as key, sum(c.pages_applied) || ' pages, ' || sum(c.fetched) as applied
       from execution e join chunk c on c.execution_id = e.id where e.status in ('cancelled', 'timed_out')
       group by e.id`,
    );
    for (const { key, applied } of rows) {
      const before = this.appliedWhenCancelled.get(key) ?? applied;
      if (before !== applied)
        return `execution ${key} had ${before} records when it was stopped, now ${applied}`;
      this.appliedWhenCancelled.set(key, applied);
    }
    return undefined;
  }

  private async findLostProgress(): Promise<string | undefined> {
    const rows = await this.monitor.rows<{ id: string; pages_applied: number }>(
      'select id, pages_applied from chunk',
    );
    for (const { id, pages_applied: pages } of rows) {
      if (pages < (this.progress.get(id) ?? 0)) return `chunk ${id} went back to page ${pages}`;
      this.progress.set(id, pages);
    }
    return undefined;
  }

  /** Each page once, without a gap, each where the one before ended; and the chunk counts what they count. */
  private async findBrokenPages(): Promise<string | undefined> {
    const [broken] = await this.monitor.rows<{ id: string }>(
      `select c.id from chunk c
       left join lateral (
         select count(*) as pages, coalesce(max(page_no) + 1, 0) as next, coalesce(sum(cardinality(seen)), 0) as inputs,
           coalesce(bool_and(chained), true) as chained
         from (select page_no, seen,
             cursor_in is not distinct from lag(cursor_out) over (order by page_no) as chained
           from page_result where chunk_id = c.id) p
       ) r on true
       where r.pages <> c.pages_applied or r.next <> r.pages or r.inputs <> c.fetched or not r.chained`,
    );
    return broken && `the page results of chunk ${broken.id} are not the chain that it counts`;
  }

  private async findOldVersion(): Promise<string | undefined> {
    const rows = await this.monitor.rows<{ external_id: string; provider_version: string }>(
      'select external_id, provider_version from external_reference',
    );
    for (const { external_id: id, provider_version } of rows) {
      const version = Number(provider_version);
      if (version < (this.versions.get(id) ?? 0)) return `record ${id} went back to version ${version}`;
      this.versions.set(id, version);
    }
    return undefined;
  }

  private async findSecondBulkRun(): Promise<string | undefined> {
    const [job] = await this.monitor.rows<{ job_id: string }>(
      `select job_id from execution where lane = 'bulk' and status = 'running' group by job_id having count(*) > 1`,
    );
    return job && `job ${job.job_id} has two bulk runs at once`;
  }

  private async findUnbalancedReceipt(): Promise<string | undefined> {
    const rows = await this.monitor.rows<{ id: string; status: string; receipt: Receipt | null }>(
      `select id, status, receipt from execution
       where status in ('completed', 'completed_with_errors', 'failed', 'cancelled', 'timed_out')`,
    );
    const unbalanced = rows.find(({ receipt }) => !receipt?.balanced);
    return (
      unbalanced &&
      `execution ${unbalanced.id} ended ${unbalanced.status} with a receipt that does not balance`
    );
  }

  /** Once everything is quiet: rows equal the source, every trigger was answered, nothing waits to be published. */
  async findFinalViolation(source: ReadonlyMap<string, JsonObject>): Promise<string | undefined> {
    const rows = await this.monitor.rows<{ external_id: string; data: JsonObject }>(
      `select f.external_id, r.data from external_reference f join record r on r.id = f.record_id`,
    );
    if (rows.length !== source.size)
      return `${source.size} records at the source, ${rows.length} in the store`;
    const different = rows.find(({ external_id: id, data }) => data['name'] !== source.get(id)?.['name']);
    if (different !== undefined) return `record ${different.external_id} differs from the source`;
    const [orphans] = await this.monitor.rows<{ count: string }>(
      'select count(*) from record r where not exists (select from external_reference f where f.record_id = r.id)',
    );
    if (orphans?.count !== '0') return `${orphans?.count} records have no reference`;
    const [open] = await this.monitor.rows<{ count: string }>(
      `select count(*) from trigger where state = 'accepted'`,
    );
    if (open?.count !== '0') return `${open?.count} triggers were never answered`;
    const [unpublished] = await this.monitor.rows<{ count: string }>('select count(*) from outbox');
    return unpublished?.count === '0' ? undefined : `${unpublished?.count} messages were never published`;
  }
}

interface Receipt {
  readonly balanced: boolean;
}
