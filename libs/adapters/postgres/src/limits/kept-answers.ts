import { hash } from 'node:crypto';
import type { ConnectionId } from '@evenkeel/domain';
import { KeptAnswers, type KeptAnswer } from '@evenkeel/ports';
import type { Transactor } from '../database/transactor.js';

interface KeptAnswerRow {
  readonly etag: string | null;
  readonly last_modified: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Not even a provider that always says "not modified" is believed for longer. */
const KEPT_FOR = `interval '1 day'`;

export class PostgresKeptAnswers extends KeptAnswers {
  constructor(private readonly transactor: Transactor) {
    super();
  }

  async find(connectionId: ConnectionId, address: string): Promise<KeptAnswer | undefined> {
    const row = await this.transactor.run('kept answer', (session) =>
      session.row<KeptAnswerRow>(
        `select etag, last_modified, headers, body from kept_answer
         where connection_id = $1 and address = $2 and kept_at > engine_now() - ${KEPT_FOR}`,
        [connectionId, nameOf(address)],
      ),
    );
    if (row === undefined) return undefined;
    const { etag, last_modified: lastModified, headers, body } = row;
    return { etag, lastModified, headers, body };
  }

  async keep(connectionId: ConnectionId, address: string, answer: KeptAnswer): Promise<void> {
    const { etag, lastModified, headers, body } = answer;
    await this.transactor.run('answer kept', async (session) => {
      await session.write(
        `insert into kept_answer (connection_id, address, etag, last_modified, headers, body)
         select $1::uuid, $2, $3, $4, $5::json, $6::bytea
         where not exists (select from record_erasure where $1 = any(connection_ids) and lifted_at is null)
         on conflict (connection_id, address) do update
           set etag = excluded.etag, last_modified = excluded.last_modified, headers = excluded.headers,
             body = excluded.body, kept_at = engine_now()`,
        [connectionId, nameOf(address), etag, lastModified, JSON.stringify(headers), Buffer.from(body)],
      );
    });
  }

  async forgetOld(connectionId: ConnectionId): Promise<void> {
    await this.transactor.run('old answers', async (session) => {
      await session.write(
        `delete from kept_answer where connection_id = $1 and kept_at <= engine_now() - ${KEPT_FOR}`,
        [connectionId],
      );
    });
  }
}

/** An address may be longer than a key of an index. */
function nameOf(address: string): string {
  return hash('sha256', address, 'hex');
}
