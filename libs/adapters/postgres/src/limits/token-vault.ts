import { decideToken, endTurn, keepToken, takeTurn, type TokenRow } from '@evenkeel/domain';
import { TokenVault, type KeptToken, type TokenKey, type RefreshTurn, type TokenView } from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import type { Transactor } from '../database/transactor.js';

interface AccessTokenRow {
  readonly turn: number;
  readonly refresh_until: Date | null;
  readonly generation: number;
  readonly sealed: string | null;
  readonly expires_at: Date | null;
  readonly lifetime_ms: string | null;
  readonly now: Date;
}

/** A row with the moment at which it was read. */
interface ReadToken {
  readonly row: TokenRow;
  readonly sealed: string | null;
  readonly nowMs: number;
}

const COLUMNS =
  'turn, refresh_until, generation, sealed, expires_at, lifetime_ms, engine_now()::timestamptz(3) as now';
/** Credentials that were put back within this time find the tokens that they had. */
const FORGOTTEN_AFTER = `interval '30 days'`;

export class PostgresTokenVault extends TokenVault {
  constructor(private readonly transactor: Transactor) {
    super();
  }

  async look(key: TokenKey, refused: number | null): Promise<TokenView> {
    const found = await this.transactor.run('token look', (session) => find(session, key));
    if (found === undefined) return { decision: { kind: 'refresh' }, token: undefined };
    return viewOf(found, refused);
  }

  take(key: TokenKey, refused: number | null, leaseMs: number): Promise<RefreshTurn> {
    return this.transactor.run('token turn', async (session) => {
      const found = await lock(session, key);
      const view = viewOf(found, refused);
      if (view.decision.kind !== 'refresh') return { ...view, turn: undefined };
      const taken = takeTurn(found.row, leaseMs, found.nowMs);
      await save(session, key, taken);
      return { ...view, turn: taken.turn };
    });
  }

  async keep(
    key: TokenKey,
    turn: number,
    { sealed, lifetimeMs }: Pick<KeptToken, 'sealed' | 'lifetimeMs'>,
  ): Promise<void> {
    await this.transactor.run('token kept', async (session) => {
      const { row, nowMs } = await lock(session, key);
      const kept = keepToken(row, { turn, lifetimeMs }, nowMs);
      if (kept === undefined) return;
      await save(session, key, kept, sealed);
      await session.write(
        `delete from access_token
         where connection_id = $1 and grant_name <> $2 and kept_at < engine_now() - ${FORGOTTEN_AFTER}`,
        [key.connectionId, key.grant],
      );
    });
  }

  endTurn(key: TokenKey, turn: number): Promise<number> {
    return this.transactor.run('token turn ended', async (session) => {
      const { row } = await lock(session, key);
      await save(session, key, endTurn(row, turn));
      return row.generation;
    });
  }
}

async function find(session: Session, key: TokenKey, forUpdate = ''): Promise<ReadToken | undefined> {
  const found = await session.row<AccessTokenRow>(
    `select ${COLUMNS} from access_token where connection_id = $1 and grant_name = $2 ${forUpdate}`,
    [key.connectionId, key.grant],
  );
  return found === undefined
    ? undefined
    : { row: fromRow(found), sealed: found.sealed, nowMs: found.now.getTime() };
}

async function lock(session: Session, key: TokenKey): Promise<ReadToken> {
  const found = await find(session, key, 'for update');
  if (found !== undefined) return found;
  await session.write(
    'insert into access_token (connection_id, grant_name) values ($1, $2) on conflict do nothing',
    [key.connectionId, key.grant],
  );
  return (await find(session, key, 'for update'))!;
}

/** `sealed` only where a token is kept anew. */
async function save(session: Session, key: TokenKey, row: TokenRow, sealed?: string): Promise<void> {
  const { turn, refreshUntilMs, generation, expiresAtMs, lifetimeMs } = row;
  await session.write(
    `update access_token set turn = $3, refresh_until = $4, generation = $5, expires_at = $6, lifetime_ms = $7,
       sealed = coalesce($8, sealed), kept_at = case when $8 is null then kept_at else engine_now() end
     where connection_id = $1 and grant_name = $2`,
    [
      key.connectionId,
      key.grant,
      turn,
      dateOf(refreshUntilMs),
      generation,
      dateOf(expiresAtMs),
      lifetimeMs,
      sealed ?? null,
    ],
  );
}

function viewOf({ row, sealed, nowMs }: ReadToken, refused: number | null): TokenView {
  const { generation, expiresAtMs, lifetimeMs } = row;
  const leftMs = expiresAtMs === null ? null : expiresAtMs - nowMs;
  const token = sealed === null ? undefined : { generation, sealed, leftMs, lifetimeMs };
  return { decision: decideToken(row, refused, nowMs), token };
}

function fromRow(row: AccessTokenRow): TokenRow {
  return {
    turn: row.turn,
    refreshUntilMs: row.refresh_until?.getTime() ?? null,
    generation: row.generation,
    expiresAtMs: row.expires_at?.getTime() ?? null,
    lifetimeMs: row.lifetime_ms === null ? null : Number(row.lifetime_ms),
  };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
