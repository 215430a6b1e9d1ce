import type { Chunk, ChunkId, ConnectionId, ExecutionId, Problem } from '@evenkeel/domain';
import type { ChunkRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { CHUNK, chunkFromRow, type ChunkRow } from './row.js';

export class PostgresChunkRepository implements ChunkRepository {
  constructor(private readonly session: Session) {}

  async insert(chunks: readonly Chunk[]): Promise<void> {
    for (const chunk of chunks) {
      await this.session.write(
        `insert into chunk (${CHUNK.list}) values (${CHUNK.parameters})`,
        CHUNK.values(chunk),
      );
    }
  }

  async ofExecution(executionId: ExecutionId): Promise<readonly Chunk[]> {
    const rows = await this.session.rows<ChunkRow>(
      `select ${CHUNK.list} from chunk where execution_id = $1 order by ordinal`,
      [executionId],
    );
    return rows.map(chunkFromRow);
  }

  async lock(id: ChunkId): Promise<Chunk | undefined> {
    const row = await this.session.row<ChunkRow>(
      `select ${CHUNK.list} from chunk where id = $1 for no key update`,
      [id],
    );
    return row && chunkFromRow(row);
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

  async withdraw(executionId: ExecutionId): Promise<void> {
    await this.session.write(
      `update chunk set state = 'planned' where id = any(array(
         select id from chunk where execution_id = $1 and state = 'assigned' order by id for no key update))`,
      [executionId],
    );
  }

  async replan(executionId: ExecutionId, epoch: number): Promise<void> {
    await this.session.write(
      `update chunk set state = 'planned', epoch = $2, worker = null, lease_until = null, problem = null,
         not_before = null, postponed = null
       where id = any(array(
         select id from chunk where execution_id = $1 and state in ('failed', 'abandoned')
         order by id for no key update))`,
      [executionId, epoch],
    );
  }

  async recall(connectionId: ConnectionId): Promise<readonly ExecutionId[]> {
    const rows = await this.session.rows<{ executionId: string }>(
      `update chunk set not_before = engine_now() where id = any(array(
         select c.id from chunk c join execution e on e.id = c.execution_id join job j on j.id = e.job_id
         where c.state = 'planned' and c.postponed is not null and c.not_before > (select engine_now())
           and j.connection_id = $1
         order by c.id for no key update of c))
       returning execution_id as "executionId"`,
      [connectionId],
    );
    return [...new Set(rows.map(({ executionId }) => executionId))];
  }
}
