import type { ConnectionId } from '@evenkeel/domain';
import { CallTally, type CallCounts } from '@evenkeel/ports';
import type { Transactor } from '../database/transactor.js';

export class PostgresCallTally extends CallTally {
  constructor(private readonly transactor: Transactor) {
    super();
  }

  async add(connectionId: ConnectionId, { calls, troubled, notModified }: CallCounts): Promise<void> {
    await this.transactor.run('call tally', async (session) => {
      await session.write(
        `with gone as (
           delete from call_tally where connection_id = $1 and minute < engine_now() - interval '1 hour')
         insert into call_tally as t (connection_id, minute, calls, troubled, not_modified)
         values ($1, date_trunc('minute', engine_now()), $2, $3, $4)
         on conflict (connection_id, minute) do update
           set calls = t.calls + excluded.calls, troubled = t.troubled + excluded.troubled,
             not_modified = t.not_modified + excluded.not_modified`,
        [connectionId, calls, troubled, notModified],
      );
    });
  }
}
