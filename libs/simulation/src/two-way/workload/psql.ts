import { Client } from 'pg';
import { simulatedGate } from '../../database/open-transaction.js';
import type { Transactions } from '../../database/transactions.js';
import type { VirtualTime } from '../../world/virtual-time.js';

/** Whose transactions these are. */
export const PSQL = 'user-psql';

/** What a person types who has the database open: each statement waits until the scheduler lets it through, as those of the engine do. */
export class Psql {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly client: Client,
    private readonly transactions: Transactions,
    private readonly time: VirtualTime,
  ) {}

  /** One after the other, each in a transaction of its own. */
  run(sql: string, values: readonly unknown[]): Promise<void> {
    const run = this.last.then(() => this.transactions.run(PSQL, () => this.transaction(sql, values)));
    this.last = run.catch(() => undefined);
    return run;
  }

  private async transaction(sql: string, values: readonly unknown[]): Promise<void> {
    try {
      await this.say('begin');
      await this.client.query(`select set_config('evenkeel.now', $1, true)`, [this.time.now().toISOString()]);
      await this.say(sql, values);
      await this.say('commit');
    } catch (error) {
      // Not through the gate: this also clears up once the world has ended.
      await this.client.query('rollback').catch(() => undefined);
      throw error;
    }
  }

  private async say(sql: string, values: readonly unknown[] = []): Promise<void> {
    const session = { pid: pidOf(this.client), label: PSQL };
    await simulatedGate.before(session, sql);
    try {
      await this.client.query(sql, [...values]);
    } catch (error) {
      await simulatedGate.refused?.(session, sql);
      throw error;
    }
    await simulatedGate.after?.(session, sql);
  }
}

function pidOf(client: Client): number {
  return (client as unknown as { readonly processID: number }).processID;
}
