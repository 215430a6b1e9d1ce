import type { ChunkId, DeclaredStream, Problem, Slice, Waiting } from '@evenkeel/domain';
import type { ChunkLeaseRepository, ChunkPosition, ChunkPostponing, ChunkRenewal } from '@evenkeel/ports';
import { IS_LET_GO } from '../connection/control-repository.js';
import type { Session } from '../database/session.js';
import { BACK_TO_ASSIGNED, POSITION, POSITION_OF_CHUNK } from './statements.js';

const IS_HELD = `(
  select e.status <> 'running' or not (${IS_LET_GO}) from execution e where e.id = chunk.execution_id) as "isHeld"`;

export class PostgresChunkLeaseRepository implements ChunkLeaseRepository {
  constructor(private readonly session: Session) {}

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
    return this.session.preparedRow<ChunkPosition & Record<string, unknown>>(POSITION_OF_CHUNK, [
      id,
      attempt,
    ]);
  }

  async release(id: ChunkId, attempt: number, turn?: Date): Promise<boolean> {
    const written = await this.session.write(
      `update chunk set ${BACK_TO_ASSIGNED}, turn_at = coalesce($3, turn_at)
       where id = $1 and attempt = $2 and state = 'claimed'`,
      [id, attempt, turn ?? null],
    );
    return written === 1;
  }

  async postpone(id: ChunkId, attempt: number, { waitMs, ...postponed }: ChunkPostponing): Promise<boolean> {
    const written = await this.session.write(
      `update chunk set state = 'planned', worker = null, lease_until = null, waiting = null,
         not_before = engine_now() + $3 * interval '1 millisecond',
         postponed = ($4::jsonb || jsonb_build_object('pagesApplied', pages_applied))::json
       where id = $1 and attempt = $2 and state = 'claimed'`,
      [id, attempt, Math.ceil(waitMs), JSON.stringify(postponed)],
    );
    return written === 1;
  }

  async narrow(id: ChunkId, attempt: number, slice: Slice): Promise<boolean> {
    const written = await this.session.write(
      `update chunk set slice = $3
       where id = $1 and attempt = $2 and state = 'claimed' and pages_applied = 0`,
      [id, attempt, JSON.stringify(slice)],
    );
    return written === 1;
  }

  async declare(id: ChunkId, attempt: number, declared: DeclaredStream): Promise<void> {
    await this.session.write('update chunk set declared = $3 where id = $1 and attempt = $2', [
      id,
      attempt,
      JSON.stringify(declared),
    ]);
  }

  async doubt(id: ChunkId, attempt: number, reason: string): Promise<void> {
    await this.session.write(
      `update chunk set doubt = $3 where id = $1 and attempt = $2 and state = 'claimed' and doubt is null`,
      [id, attempt, reason],
    );
  }

  async shrinkPages(id: ChunkId, attempt: number, pageSize: number): Promise<boolean> {
    const written = await this.session.write(
      `update chunk set page_size = $3 where id = $1 and attempt = $2 and state = 'claimed'`,
      [id, attempt, pageSize],
    );
    return written === 1;
  }

  async startOver(id: ChunkId, attempt: number, most: number, pageSize?: number): Promise<boolean> {
    const written = await this.session.write(
      `update chunk set generation = generation + 1, cursor = null, doubt = null, listed = 0,
         total = null, page_size = coalesce($4, page_size)
       where id = $1 and attempt = $2 and state = 'claimed' and generation < $3`,
      [id, attempt, most, pageSize ?? null],
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
}
