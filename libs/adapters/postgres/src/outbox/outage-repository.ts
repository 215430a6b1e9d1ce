import type { Outage } from '@evenkeel/domain';
import type { OutageRepository } from '@evenkeel/ports';
import type { Session } from '../database/session.js';

const COLUMNS = 'began_at as "beganAt", ended_at as "endedAt"';

export class PostgresOutageRepository implements OutageRepository {
  constructor(private readonly session: Session) {}

  async since(time: Date): Promise<readonly Outage[]> {
    return this.session.rows<Outage & Record<string, unknown>>(
      `select ${COLUMNS} from bus_outage where ended_at is null or ended_at > $1 order by began_at`,
      [time],
    );
  }

  async open(): Promise<Outage | undefined> {
    return this.session.row<Outage & Record<string, unknown>>(
      `select ${COLUMNS} from bus_outage where ended_at is null`,
    );
  }

  async lastEndedAt(): Promise<Date | null> {
    const row = await this.session.row<{ at: Date | null }>('select max(ended_at) as at from bus_outage');
    return row?.at ?? null;
  }

  async begin(at: Date): Promise<void> {
    await this.session.write('insert into bus_outage (began_at) values ($1) on conflict do nothing', [at]);
  }

  async end(at: Date): Promise<void> {
    await this.session.write('update bus_outage set ended_at = $1 where ended_at is null', [at]);
  }

  async waitingSince(): Promise<Date | null> {
    const row = await this.session.row<{ at: Date }>('select added_at as at from outbox order by id limit 1');
    return row?.at ?? null;
  }
}
