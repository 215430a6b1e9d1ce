import type { ChunkId, ExecutionId, ReferenceSet, WantedPage } from '@evenkeel/domain';
import type { ExecutionOfMapping, InventoryPage, InventoryRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import type { ReferenceSets } from '../record/reference-sets.js';

/**
 * $1 job, $2 its revision, $4 an execution: what its mapping makes, the schema that it is held against, and whether that drops anything.
 * Text of jsonb has one order of keys.
 */
const MAPPED_AS = `(select md5(jsonb_build_array(d.definition -> 'mapping', d.definition -> 'fields')::text
    || coalesce(nullif(d.definition -> 'derive', '[]')::text, '') || coalesce(nullif(d.definition -> 'links', '[]')::text, '')
    || coalesce((select r.schema::text from execution e join job j on j.id = e.job_id
      join record_type t on t.tenant_id = j.tenant_id and t.name = j.record_type
      join record_type_revision r on r.record_type_id = t.id
        and r.revision = coalesce(e.record_type_revision, t.revision)
      where e.id = $4), '')
    || case when d.definition ->> 'schemaPolicy' = 'ignore' then 'ignore' else '' end)
  from job_revision d where d.job_id = $1 and d.revision = $2)`;

export class PostgresInventoryRepository implements InventoryRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async add(pages: readonly InventoryPage[]): Promise<void> {
    for (const { executionId, chunkId, pageNo, wanted, entries } of pages) {
      await this.session.write(
        'insert into inventory_page (execution_id, chunk_id, page_no, wanted, entries) values ($1, $2, $3, $4, $5)',
        [executionId, chunkId, pageNo, JSON.stringify(wanted), Buffer.from(entries)],
      );
    }
  }

  async ofExecution(executionId: ExecutionId): Promise<readonly WantedPage[]> {
    return this.session.rows<{ chunkId: string; pageNo: number; wanted: number }>(
      `select p.chunk_id as "chunkId", p.page_no as "pageNo", coalesce(json_array_length(p.wanted), 1) as wanted
       from inventory_page p join chunk c on c.id = p.chunk_id
       where p.execution_id = $1 order by c.ordinal, p.page_no`,
      [executionId],
    );
  }

  async wanted(chunkId: ChunkId, pageNo: number): Promise<readonly string[] | undefined> {
    const row = await this.session.row<{ wanted: string[] | null }>(
      'select wanted from inventory_page where chunk_id = $1 and page_no = $2',
      [chunkId, pageNo],
    );
    return row?.wanted ?? undefined;
  }

  async isMappedAs(set: ReferenceSet, { id, jobId, jobRevision }: ExecutionOfMapping): Promise<boolean> {
    const known = await this.sets.find(this.session, set);
    if (known === undefined) return false;
    const row = await this.session.row<{ same: boolean }>(
      `select coalesce(mapped_as = ${MAPPED_AS}, false) as same from reference_set where id = $3`,
      [jobId, jobRevision, known.id, id],
    );
    return row?.same ?? false;
  }

  async markMappedAs(set: ReferenceSet, { id, jobId, jobRevision }: ExecutionOfMapping): Promise<void> {
    const known = await this.sets.find(this.session, set);
    if (known === undefined) return;
    await this.session.write(
      `update reference_set set mapped_as = m.digest from (select ${MAPPED_AS} as digest) m
       where id = $3 and mapped_as is distinct from m.digest`,
      [jobId, jobRevision, known.id, id],
    );
  }
}
