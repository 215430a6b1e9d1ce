import {
  LANES,
  type Chunk,
  type ChunkId,
  type ExecutionId,
  type Lane,
  type Priority,
  type Problem,
  type Slice,
  type Waiting,
} from '@evenkeel/domain';
import type { ChunkClaim, ChunkPosition, ChunkRenewal, ChunkRepository } from '@evenkeel/ports';
import type { Session, Value } from '../connection/session.js';
import {
  CHUNK_COLUMNS,
  CHUNK_COLUMNS_OF_C,
  CHUNK_PLACEHOLDERS,
  chunkFromRow,
  chunkToRow,
  type ChunkRow,
} from '../rows/chunk-row.js';
import { IS_LET_GO } from './postgres-control-repository.js';

const POSITION = `pages_applied as "pagesApplied", cursor, state = 'applied' as applied`;
const IS_HELD = `(
  select e.status <> 'running' or not (${IS_LET_GO}) from execution e where e.id = chunk.execution_id) as "isHeld"`;
const BACK_TO_ASSIGNED = `state = 'assigned', worker = null, lease_until = null, assigned_at = engine_now()`;

export class PostgresChunkRepository implements ChunkRepository {
  constructor(private readonly session: Session) {}

  async insert(chunks: readonly Chunk[]): Promise<void> {
    for (const chunk of chunks) {
      await this.session.write(
        `insert into chunk (${CHUNK_COLUMNS}) values (${CHUNK_PLACEHOLDERS})`,
        chunkToRow(chunk),
      );
    }
  }

  async narrow(id: ChunkId, attempt: number, slice: Slice): Promise<boolean> {
    const written = await this.session.write(
      `update chunk set slice = $3
       where id = $1 and attempt = $2 and state = 'claimed' and pages_applied = 0`,
      [id, attempt, JSON.stringify(slice)],
    );
    return written === 1;
  }

  async ofExecution(executionId: ExecutionId): Promise<readonly Chunk[]> {
    const rows = await this.session.rows<ChunkRow>(
      `select ${CHUNK_COLUMNS} from chunk where execution_id = $1 order by ordinal`,
      [executionId],
    );
    return rows.map(chunkFromRow);
  }

  async lock(id: ChunkId): Promise<Chunk | undefined> {
    const row = await this.session.row<ChunkRow>(
      `select ${CHUNK_COLUMNS} from chunk where id = $1 for no key update`,
      [id],
    );
    return row && chunkFromRow(row);
  }

  async assign(ids: readonly ChunkId[], turns: readonly Date[] = []): Promise<readonly Chunk[]> {
    const rows = await this.session.rows<ChunkRow>(
      `update chunk c set state = 'assigned', assigned_at = engine_now(), turn_at = coalesce(t.at, engine_now())
       from unnest($1::uuid[], $2::timestamptz[]) as t(id, at)
       where c.id = t.id and c.id = any(array(
         select id from chunk where id = any($1::uuid[]) and state = 'planned' order by id for no key update))
       returning ${CHUNK_COLUMNS_OF_C}`,
      [ids, turns.map((turn) => turn.toISOString())],
    );
    const assigned = new Map(rows.map((row) => [row.id, chunkFromRow(row)]));
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

  async renew(
    id: ChunkId,
    attempt: number,
    leaseMs: number,
    waiting: Waiting = 'none',
  ): Promise<ChunkRenewal | undefined> {
    // An applied chunk is still ours to hear of, but has no lease left to extend.
    return this.session.row<ChunkRenewal & Record<string, unknown>>(
      `update chunk set lease_until = case state
         when 'claimed' then engine_now() + $3 * interval '1 millisecond' else lease_until end, waiting = nullif($4, 'none')
       where id = $1 and attempt = $2 and state in ('claimed', 'applied') returning ${POSITION}, ${IS_HELD}`,
      [id, attempt, leaseMs, waiting],
    );
  }

  async position(id: ChunkId, attempt: number): Promise<ChunkPosition | undefined> {
    return this.session.row<ChunkPosition>(
      `select ${POSITION} from chunk where id = $1 and attempt = $2 and state in ('claimed', 'applied')`,
      [id, attempt],
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

  async release(id: ChunkId, attempt: number, turn?: Date): Promise<boolean> {
    const written = await this.session.write(
      `update chunk set ${BACK_TO_ASSIGNED}, turn_at = coalesce($3, turn_at)
       where id = $1 and attempt = $2 and state = 'claimed'`,
      [id, attempt, turn ?? null],
    );
    return written === 1;
  }

  async withdraw(executionId: ExecutionId): Promise<void> {
    await this.session.write(
      `update chunk set state = 'planned' where id = any(array(
         select id from chunk where execution_id = $1 and state = 'assigned' order by id for no key update))`,
      [executionId],
    );
  }

  async startOver(id: ChunkId, attempt: number, most: number): Promise<boolean> {
    const written = await this.session.write(
      `update chunk set generation = generation + 1, cursor = null
       where id = $1 and attempt = $2 and state = 'claimed' and generation < $3`,
      [id, attempt, most],
    );
    return written === 1;
  }

  async fail(id: ChunkId, attempt: number, problem: Problem): Promise<boolean> {
    const written = await this.session.write(
      `update chunk set state = 'failed', lease_until = null, problem = $3
       where id = $1 and attempt = $2 and state = 'claimed'`,
      [id, attempt, JSON.stringify(problem)],
    );
    return written === 1;
  }

  async failures(
    executionId: ExecutionId,
  ): Promise<readonly { readonly chunkId: ChunkId; readonly problem: Problem }[]> {
    return this.session.rows<{ chunkId: string; problem: Problem }>(
      `select id as "chunkId", problem from chunk
       where execution_id = $1 and state = 'failed' and problem is not null order by ordinal`,
      [executionId],
    );
  }

  async abandonAll(executionId: ExecutionId): Promise<void> {
    await this.session.write(
      `update chunk set state = 'abandoned', lease_until = null where id = any(array(
         select id from chunk where execution_id = $1 and state in ('planned', 'assigned', 'claimed')
         order by id for no key update))`,
      [executionId],
    );
  }

  async replan(executionId: ExecutionId, epoch: number): Promise<void> {
    await this.session.write(
      `update chunk set state = 'planned', epoch = $2, worker = null, lease_until = null, problem = null
       where id = any(array(
         select id from chunk where execution_id = $1 and state in ('failed', 'abandoned')
         order by id for no key update))`,
      [executionId, epoch],
    );
  }

  async expireLeases(): Promise<readonly Chunk[]> {
    return this.expireWhere('lease_until < (select engine_now())', []);
  }

  async expireLeasesOf(worker: string): Promise<readonly Chunk[]> {
    return this.expireWhere('worker = $1', [worker]);
  }

  async listUnclaimed(olderThanMs: number): Promise<readonly Chunk[]> {
    const rows = await this.session.rows<ChunkRow>(
      `select ${CHUNK_COLUMNS_OF_C} from chunk c join execution e on e.id = c.execution_id
       where c.state = 'assigned' and c.assigned_at < (select engine_now()) - $1 * interval '1 millisecond'
         and e.status = 'running' and e.epoch = c.epoch and ${IS_LET_GO}
       order by c.assigned_at, c.id`,
      [olderThanMs],
    );
    return rows.map(chunkFromRow);
  }

  private async claimWhere(
    condition: string,
    choice: string,
    values: readonly Value[],
  ): Promise<ChunkClaim | undefined> {
    const row = await this.session.row<ChunkRow & { claimed_at: Date; lane: Lane; priority: Priority }>(
      `update chunk c set state = 'claimed', attempt = c.attempt + 1, worker = $1, waiting = null,
         lease_until = engine_now() + $2 * interval '1 millisecond'
       where c.id = (
         select c.id from chunk c join execution e on e.id = c.execution_id
         where ${condition} and c.state = 'assigned' and e.status = 'running' and e.epoch = c.epoch
           and ${IS_LET_GO} and e.lane = any($3::text[]) ${choice})
       returning ${CHUNK_COLUMNS_OF_C}, (select engine_now()) as claimed_at,
         (select lane from execution e where e.id = c.execution_id) as lane,
         (select priority from execution e where e.id = c.execution_id) as priority`,
      values,
    );
    if (row === undefined) return undefined;
    const { lane, priority, claimed_at: claimedAt } = row;
    return { chunk: chunkFromRow(row), lane, priority, claimedAt };
  }

  /** Passes over a chunk that a page is being applied to: that page still counts, and the next sweep looks again. */
  private async expireWhere(condition: string, values: readonly Value[]): Promise<readonly Chunk[]> {
    const rows = await this.session.rows<ChunkRow>(
      `with expired as (
         update chunk set ${BACK_TO_ASSIGNED} where id = any(array(
           select id from chunk where state = 'claimed' and ${condition}
           order by id for no key update skip locked))
         returning ${CHUNK_COLUMNS})
       select ${CHUNK_COLUMNS} from expired order by id`,
      values,
    );
    return rows.map(chunkFromRow);
  }
}
