import {
  CLOSED_BREAKER,
  moveBreaker,
  untilProbeMs,
  type Breaker,
  type BreakerEvent,
  type BreakerState,
  type ConnectionId,
} from '@evenkeel/domain';
import { BreakerBoard, type BreakerView, type ProbeOutcome } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import type { Transactor } from '../database/transactor.js';

interface BreakerRow {
  readonly state: BreakerState;
  readonly probe_at: Date | null;
  readonly probe_holder: string | null;
  readonly probe_until: Date | null;
  readonly now: Date;
}

const COLUMNS = 'state, probe_at, probe_holder, probe_until, engine_now() as now';

export class PostgresBreakerBoard extends BreakerBoard {
  constructor(private readonly transactor: Transactor) {
    super();
  }

  async look(connectionId: ConnectionId): Promise<BreakerView> {
    const row = await this.transactor.run('breaker look', (session) => find(session, connectionId));
    const breaker = row === undefined ? CLOSED_BREAKER : fromRow(row);
    return { state: breaker.state, untilProbeMs: untilProbeMs(breaker, row?.now.getTime() ?? 0) };
  }

  async trip(connectionId: ConnectionId, openForMs: number): Promise<void> {
    await this.move(connectionId, { kind: 'trip', openForMs });
  }

  takeProbe(connectionId: ConnectionId, holder: string, probeMs: number): Promise<boolean> {
    return this.move(connectionId, { kind: 'probe', holder, probeMs });
  }

  async endProbe(connectionId: ConnectionId, holder: string, outcome: ProbeOutcome): Promise<void> {
    await this.move(connectionId, { ...outcome, holder });
  }

  /** Whether the event took the breaker anywhere: the row is locked meanwhile, so of several probes one wins. */
  private async move(connectionId: ConnectionId, event: BreakerEvent): Promise<boolean> {
    return this.transactor.run('breaker', async (session) => {
      if (event.kind === 'trip') await insertClosed(session, connectionId);
      const row = await find(session, connectionId, 'for update');
      if (row === undefined) return false;
      const moved = moveBreaker(fromRow(row), event, row.now.getTime());
      if (moved === undefined) return false;
      await save(session, connectionId, moved);
      return true;
    });
  }
}

function find(session: Session, connectionId: ConnectionId, lock = ''): Promise<BreakerRow | undefined> {
  return session.row<BreakerRow>(`select ${COLUMNS} from breaker_state where connection_id = $1 ${lock}`, [
    connectionId,
  ]);
}

async function insertClosed(session: Session, connectionId: ConnectionId): Promise<void> {
  await session.write(
    `insert into breaker_state (connection_id, state) values ($1, 'closed') on conflict do nothing`,
    [connectionId],
  );
}

async function save(session: Session, connectionId: ConnectionId, breaker: Breaker): Promise<void> {
  const { state, probeAtMs, probe } = breaker;
  await session.write(
    `update breaker_state set state = $2, probe_at = $3, probe_holder = $4, probe_until = $5 where connection_id = $1`,
    [connectionId, state, dateOf(probeAtMs), probe?.holder ?? null, dateOf(probe?.untilMs ?? null)],
  );
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

function fromRow({ state, probe_at, probe_holder, probe_until }: BreakerRow): Breaker {
  return {
    state,
    probeAtMs: probe_at?.getTime() ?? null,
    probe:
      probe_holder === null || probe_until === null
        ? null
        : { holder: probe_holder, untilMs: probe_until.getTime() },
  };
}
