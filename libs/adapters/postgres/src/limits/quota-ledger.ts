import {
  closeLedger,
  decideGrant,
  describeQuota,
  distrustLedger,
  EMPTY_LEDGER,
  GRANT_SLOT_MS,
  learnLimit,
  openLedger,
  type ConnectionId,
  type GrantRequest,
  type LedgerState,
  type LimitReport,
  type Pause,
  type Quota,
  type QuotaUse,
} from '@evenkeel/domain';
import { QuotaLedger, type LedgerView, type QuotaGrant } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import type { Transactor } from '../database/transactor.js';

interface LedgerRow {
  readonly state: StoredLedger;
  readonly now_ms: string;
  readonly server_ms: string;
}

/** With the start of the server that wrote it: a later server may have forgotten the last writes of it. */
interface StoredLedger extends LedgerState {
  readonly serverMs: number;
}

const CLOCKS = `
  floor(extract(epoch from engine_now()) * 1000)::bigint as now_ms,
  floor(extract(epoch from pg_postmaster_start_time()) * 1000)::bigint as server_ms`;

// A write that a crash may lose spares waiting for the disk: see distrustLedger.
const LOCK = `
  select set_config('synchronous_commit', 'off', true), state, ${CLOCKS}
  from quota_ledger where connection_id = $1 for update`;

/** The ledger as one row for each connection, locked for as long as a decision takes. */
export class PostgresQuotaLedger extends QuotaLedger {
  constructor(private readonly transactor: Transactor) {
    super();
  }

  async lease(connectionId: ConnectionId, request: GrantRequest): Promise<QuotaGrant> {
    const decision = await this.change(connectionId, (ledger, { nowMs, restarted }) => {
      const trusted = restarted ? distrustLedger(ledger, request.quota, nowMs) : ledger;
      return { ...decideGrant(trusted, request, nowMs), trusted };
    });
    const { calls, waitMs, countsOnlyHeld, askedMs } = decision;
    // Counted from before the database read its clock, so that a slow answer makes a grant shorter and never longer.
    return { calls, waitMs, countsOnlyHeld, validMs: GRANT_SLOT_MS - (performance.now() - askedMs) };
  }

  async close(connectionId: ConnectionId, pause: Pause): Promise<void> {
    await this.change(connectionId, (before, { nowMs }) => ({ ledger: closeLedger(before, pause, nowMs) }));
  }

  async open(connectionId: ConnectionId): Promise<void> {
    await this.change(connectionId, (before) => ({ ledger: openLedger(before) }));
  }

  async learn(connectionId: ConnectionId, report: LimitReport): Promise<void> {
    await this.change(connectionId, (before, { nowMs }) => ({ ledger: learnLimit(before, report, nowMs) }));
  }

  async look(connectionId: ConnectionId): Promise<LedgerView> {
    return this.describe(connectionId, null);
  }

  async describe(connectionId: ConnectionId, quota: Quota | null): Promise<QuotaUse> {
    const { ledger, nowMs } = await this.read(connectionId);
    return describeQuota(ledger, quota, nowMs);
  }

  private async read(connectionId: ConnectionId): Promise<{ ledger: LedgerState; nowMs: number }> {
    const row = await this.transactor.run('quota look', (session) =>
      session.row<{ state: StoredLedger | null; now_ms: string }>(
        `select (select state from quota_ledger where connection_id = $1), ${CLOCKS}`,
        [connectionId],
      ),
    );
    return { ledger: row?.state ?? EMPTY_LEDGER, nowMs: Number(row?.now_ms) };
  }

  /** A decision that has `trusted` what there was vouches for the row: what was lost no longer matters. */
  private async change<T extends { readonly ledger: LedgerState; readonly trusted?: LedgerState }>(
    connectionId: ConnectionId,
    decide: (before: LedgerState, moment: { nowMs: number; restarted: boolean }) => T,
  ): Promise<T & { readonly askedMs: number }> {
    return this.transactor.run('quota', async (session) => {
      const askedMs = performance.now();
      const row = await lock(session, connectionId);
      const serverMs = Number(row.server_ms);
      const { serverMs: writtenByMs, ...before } = row.state;
      const decision = decide(before, {
        nowMs: Number(row.now_ms),
        restarted: writtenByMs !== serverMs,
      });
      const vouchedMs = decision.trusted === undefined ? writtenByMs : serverMs;
      await session.write('update quota_ledger set state = $2 where connection_id = $1', [
        connectionId,
        JSON.stringify({ ...decision.ledger, serverMs: vouchedMs } satisfies StoredLedger),
      ]);
      return { ...decision, askedMs };
    });
  }
}

async function lock(session: Session, connectionId: ConnectionId): Promise<LedgerRow> {
  const found = await session.row<LedgerRow>(LOCK, [connectionId]);
  if (found !== undefined) return found;
  await session.write(
    `insert into quota_ledger (connection_id, state)
     select $1, ($2::jsonb || jsonb_build_object('serverMs', server_ms))::json from (select ${CLOCKS}) as clocks
     on conflict do nothing`,
    [connectionId, JSON.stringify(EMPTY_LEDGER)],
  );
  return (await session.row<LedgerRow>(LOCK, [connectionId]))!;
}
