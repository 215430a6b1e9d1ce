import { LANES, type ChunkId, type Lane, type Priority } from '@evenkeel/domain';
import type { ChunkClaim, ChunkQueueRepository, QueuedChunk } from '@evenkeel/ports';
import { IS_LET_GO } from '../connection/control-repository.js';
import type { Session, Value } from '../database/session.js';
import { CHUNK, chunkFromRow, type ChunkRow } from './row.js';
import { BACK_TO_ASSIGNED } from './statements.js';

/** Of a chunk `c`. */
const TENANT_ID = '(select tenant_id from execution e where e.id = c.execution_id) as tenant_id';

type QueuedRow = ChunkRow & { tenant_id: string };

type ClaimedRow = QueuedRow & { claimed_at: Date; lane: Lane; priority: Priority; trace: string | null };

function queuedFromRow(row: QueuedRow): QueuedChunk {
  return { ...chunkFromRow(row), tenantId: row.tenant_id };
}

export class PostgresChunkQueueRepository implements ChunkQueueRepository {
  constructor(private readonly session: Session) {}

  async assign(ids: readonly ChunkId[], turns: readonly Date[] = []): Promise<readonly QueuedChunk[]> {
    const rows = await this.session.rows<QueuedRow>(
      `update chunk c set state = 'assigned', assigned_at = engine_now(), turn_at = coalesce(t.at, engine_now())
       from unnest($1::uuid[], $2::timestamptz[]) as t(id, at)
       where c.id = t.id and c.id = any(array(
         select id from chunk where id = any($1::uuid[]) and state = 'planned' order by id for no key update))
       returning ${CHUNK.of('c')}, ${TENANT_ID}`,
      [ids, turns.map((turn) => turn.toISOString())],
    );
    const assigned = new Map(rows.map((row) => [row.id, queuedFromRow(row)]));
    return ids.map((id) => assigned.get(id)).filter((chunk) => chunk !== undefined);
  }

  async claim(
    id: ChunkId,
    worker: string,
    leaseMs: number,
    lanes: readonly Lane[] = LANES,
  ): Promise<ChunkClaim | undefined> {
    return this.claimWhere('c.id = $4', 'for no key update of c', [worker, leaseMs, lanes, id]);
  }

  async claimNext(
    worker: string,
    leaseMs: number,
    lanes: readonly Lane[] = LANES,
  ): Promise<ChunkClaim | undefined> {
    return this.claimWhere(
      'true',
      `order by e.lane = 'single' desc, (
         select count(*) from chunk held join execution holder on holder.id = held.execution_id
         where held.state = 'claimed' and holder.tenant_id = e.tenant_id and holder.lane = e.lane),
       coalesce(c.turn_at, c.assigned_at), c.id limit 1 for no key update of c skip locked`,
      [worker, leaseMs, lanes],
    );
  }

  async isAnyUnclaimed(lanes: readonly Lane[]): Promise<boolean> {
    const row = await this.session.row<{ found: boolean }>(
      `select exists (
         select from chunk c join execution e on e.id = c.execution_id
         where c.state = 'assigned' and e.status = 'running' and e.epoch = c.epoch
           and e.lane = any($1::text[])) as found`,
      [lanes],
    );
    return row?.found ?? false;
  }

  async listUnclaimed(olderThanMs: number): Promise<readonly QueuedChunk[]> {
    const rows = await this.session.rows<QueuedRow>(
      `select ${CHUNK.of('c')}, e.tenant_id from chunk c join execution e on e.id = c.execution_id
       where c.state = 'assigned' and c.assigned_at < (select engine_now()) - $1 * interval '1 millisecond'
         and e.status = 'running' and e.epoch = c.epoch and ${IS_LET_GO}
       order by c.assigned_at, c.id`,
      [olderThanMs],
    );
    return rows.map(queuedFromRow);
  }

  async expireLeases(): Promise<readonly QueuedChunk[]> {
    return this.expireWhere('lease_until < (select engine_now())', []);
  }

  async expireLeasesOf(worker: string): Promise<readonly QueuedChunk[]> {
    return this.expireWhere('worker = $1', [worker]);
  }

  private async claimWhere(
    condition: string,
    choice: string,
    values: readonly Value[],
  ): Promise<ChunkClaim | undefined> {
    const row = await this.session.row<ClaimedRow>(
      `update chunk c set state = 'claimed', attempt = c.attempt + 1, worker = $1, waiting = null,
         lease_until = engine_now() + $2 * interval '1 millisecond'
       where c.id = (
         select c.id from chunk c join execution e on e.id = c.execution_id
         where ${condition} and c.state = 'assigned' and e.status = 'running' and e.epoch = c.epoch
           and ${IS_LET_GO} and e.lane = any($3::text[]) ${choice})
       returning ${CHUNK.of('c')}, (select engine_now()) as claimed_at, ${TENANT_ID},
         (select lane from execution e where e.id = c.execution_id) as lane,
         (select priority from execution e where e.id = c.execution_id) as priority,
         (select trace from execution e where e.id = c.execution_id) as trace`,
      values,
    );
    if (row === undefined) return undefined;
    const { lane, priority, trace, claimed_at: claimedAt } = row;
    const claim = { tenantId: row.tenant_id, chunk: chunkFromRow(row), lane, priority, claimedAt };
    return trace === null ? claim : { ...claim, trace };
  }

  /** Passes over a chunk that a page is being applied to: that page still counts, and the next sweep looks again. */
  private async expireWhere(condition: string, values: readonly Value[]): Promise<readonly QueuedChunk[]> {
    const rows = await this.session.rows<QueuedRow>(
      `with expired as (
         update chunk c set ${BACK_TO_ASSIGNED} where id = any(array(
           select id from chunk where state = 'claimed' and ${condition}
           order by id for no key update skip locked))
         returning ${CHUNK.of('c')}, ${TENANT_ID})
       select ${CHUNK.list}, tenant_id from expired order by id`,
      values,
    );
    return rows.map(queuedFromRow);
  }
}
