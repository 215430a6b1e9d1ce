import { StuckMessages, type StuckMessage } from '@evenkeel/ports';
import type { Transactor } from '../database/transactor.js';

export class PostgresStuckMessages extends StuckMessages {
  constructor(private readonly transactor: Transactor) {
    super();
  }

  async keep({ topic, service, key, payload, attempts, error }: StuckMessage): Promise<void> {
    await this.transactor.run('stuck-message', async (session) => {
      await session.write(
        `insert into stuck_message (topic, service, key, payload, attempts, error) values ($1, $2, $3, $4, $5, $6)`,
        [topic, service, withoutNul(key), Buffer.from(payload), attempts, withoutNul(error)],
      );
    });
  }
}

function withoutNul(text: string): string {
  return text.replaceAll('\0', '\u{FFFD}');
}
