import { decideToken, endTurn, keepToken, NO_TOKEN, takeTurn, type TokenRow } from '@evenkeel/domain';
import {
  TokenVault,
  type Clock,
  type KeptToken,
  type TokenKey,
  type RefreshTurn,
  type TokenView,
} from '@evenkeel/ports';

interface Remembered {
  readonly row: TokenRow;
  readonly sealed: string | undefined;
}

/** For specs of one process whose store is elsewhere: the vault in memory, by the clock of the spec. */
export class RememberedTokenVault extends TokenVault {
  private readonly kept = new Map<string, Remembered>();

  constructor(private readonly clock: Clock) {
    super();
  }

  override async look(key: TokenKey, refused: number | null): Promise<TokenView> {
    const { row, sealed } = this.of(key);
    const { generation, expiresAtMs, lifetimeMs } = row;
    const leftMs = expiresAtMs === null ? null : expiresAtMs - this.nowMs;
    const token = sealed === undefined ? undefined : { generation, sealed, leftMs, lifetimeMs };
    return { decision: decideToken(row, refused, this.nowMs), token };
  }

  override async take(key: TokenKey, refused: number | null, leaseMs: number): Promise<RefreshTurn> {
    const view = await this.look(key, refused);
    if (view.decision.kind !== 'refresh') return { ...view, turn: undefined };
    const row = takeTurn(this.of(key).row, leaseMs, this.nowMs);
    this.save(key, row);
    return { ...view, turn: row.turn };
  }

  override async keep(
    key: TokenKey,
    turn: number,
    { sealed, lifetimeMs }: Pick<KeptToken, 'sealed' | 'lifetimeMs'>,
  ): Promise<void> {
    const row = keepToken(this.of(key).row, { turn, lifetimeMs }, this.nowMs);
    if (row !== undefined) this.save(key, row, sealed);
  }

  override async endTurn(key: TokenKey, turn: number): Promise<number> {
    const { row } = this.of(key);
    this.save(key, endTurn(row, turn));
    return row.generation;
  }

  private of({ connectionId, grant }: TokenKey): Remembered {
    return this.kept.get(`${connectionId} ${grant}`) ?? { row: NO_TOKEN, sealed: undefined };
  }

  private save(key: TokenKey, row: TokenRow, sealed = this.of(key).sealed): void {
    this.kept.set(`${key.connectionId} ${key.grant}`, { row, sealed });
  }

  private get nowMs(): number {
    return this.clock.now().getTime();
  }
}
