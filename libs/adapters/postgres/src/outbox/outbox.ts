import { Outbox, type OutboxEntry } from '@evenkeel/ports';
import type { Transactor } from '../database/transactor.js';

export class PostgresOutbox extends Outbox {
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly transactor: Transactor) {
    super();
  }

  async drain(limit: number, publish: (entries: readonly OutboxEntry[]) => Promise<void>): Promise<number> {
    return this.transactor.run('outbox', async (session) => {
      // Taken by their locks, never by a high-water mark: rows of slower transactions appear below it.
      const rows = await session.rows<Omit<OutboxEntry, 'trace'> & { id: string; trace: string | null }>(
        'select id, topic, payload, trace from outbox order by id limit $1 for update skip locked',
        [limit],
      );
      if (rows.length === 0) return 0;
      await publish(
        rows.map(({ topic, payload, trace }) => ({ topic, payload, ...(trace === null ? {} : { trace }) })),
      );
      await session.write('delete from outbox where id = any($1::bigint[])', [rows.map(({ id }) => id)]);
      return rows.length;
    });
  }

  onAdded(listener: () => void): void {
    this.listeners.push(listener);
  }

  tellAdded(): void {
    for (const listener of this.listeners) listener();
  }
}
