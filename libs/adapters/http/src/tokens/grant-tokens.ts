import { refreshTokenInBroken, SyncError, type GivenToken, type TokenGrant } from '@evenkeel/domain';
import type { Clock, Counter, KeptToken, Logger, TokenKey, TokenVault } from '@evenkeel/ports';
import type { CallAttempts } from '../call-attempts.js';
import { heldToken, type HeldToken } from './held-token.js';
import { tokenQuestion } from './token-question.js';
import type { TokenSeal } from './token-seal.js';

export interface GrantTokensOptions {
  readonly vault: TokenVault;
  readonly seal: TokenSeal;
  readonly callMs: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly refreshes: Counter;
}

/** How long a turn may wait for its quota. Where that is too short it is doubled the next time. */
const PATIENCE_MS = 15_000;
/** How old what we know of a token may be while another process refreshes it. */
const LOOK_EVERY_MS = 1_000;
/** When a refresh that failed is tried again while the token is still good. */
const AFTER_FAILURE_MS = 30_000;
const KEEP_AGAIN_MS = 250;

/** Of a call that waits for the token that another process asks for. */
const REFRESHED_ELSEWHERE = {
  code: 'provider.timeout',
  message: 'Another process refreshes the access token and has not got it yet',
} as const;

/** Not an answer of the provider: the turn has to be taken anew. */
class TurnOver extends Error {}

interface HeldRefreshTurn {
  readonly turn: number;
  readonly before: KeptToken | undefined;
  /** Until when the call has to be begun, by the clock of this process. */
  readonly untilMs: number;
}

/** The tokens of one grant: held in this process, kept in the vault, and refreshed by one process at a time. */
export class GrantTokens {
  private token: HeldToken | undefined;
  private renewal: Promise<HeldToken> | undefined;

  constructor(
    private readonly grant: TokenGrant,
    private readonly key: TokenKey,
    private readonly options: GrantTokensOptions,
  ) {}

  /** The token at hand; undefined where it is time to ask for another. */
  fresh(refused: number | null): HeldToken | undefined {
    const token = this.usable(refused);
    return token !== undefined && this.options.clock.monotonicMs() < token.askFromMs ? token : undefined;
  }

  /** The token at hand as long as it is good; undefined where there is none. */
  usable(refused: number | null): HeldToken | undefined {
    const { token } = this;
    if (token === undefined || token.generation === refused) return undefined;
    return this.options.clock.monotonicMs() < token.usableUntilMs ? token : undefined;
  }

  /** The same renewal for all who ask while it goes on. */
  renewed(refused: number | null, attempts: CallAttempts): Promise<HeldToken> {
    this.renewal ??= this.renew(refused, attempts).finally(() => (this.renewal = undefined));
    return this.renewal;
  }

  private async renew(refused: number | null, attempts: CallAttempts): Promise<HeldToken> {
    let patienceMs = PATIENCE_MS;
    const attemptOnce = async () => {
      const token = await this.attempt(refused, attempts, patienceMs);
      if (token === undefined) patienceMs *= 2;
      return token;
    };
    try {
      for (;;) {
        const token = await attempts.until({ url: this.grant.tokenUrl }, attemptOnce);
        if (token !== undefined) return (this.token = token);
      }
    } catch (error) {
      return this.makeDo(refused, error);
    }
  }

  /** A refresh is due well before the end: until then its failure keeps no call back. */
  private makeDo(refused: number | null, error: unknown): HeldToken {
    const { clock, log } = this.options;
    const token = this.usable(refused);
    if (token === undefined) throw error;
    log.warn('an access token could not be refreshed yet', { connectionId: this.key.connectionId, error });
    return (this.token = { ...token, askFromMs: clock.monotonicMs() + AFTER_FAILURE_MS });
  }

  /** Undefined where it has to be tried anew at once. */
  private async attempt(
    refused: number | null,
    attempts: CallAttempts,
    patienceMs: number,
  ): Promise<HeldToken | undefined> {
    const { vault, callMs, clock } = this.options;
    const wait = attempts.series('retry', () => REFRESHED_ELSEWHERE);
    for (;;) {
      const askedMs = clock.monotonicMs();
      const { decision, token } = await vault.look(this.key, refused);
      if (decision.kind === 'use' && token !== undefined) return this.opened(token, askedMs);
      if (decision.kind === 'wait') await wait(decision.waitMs);
      if (decision.kind !== 'refresh') continue;
      const { turn, token: before } = await vault.take(this.key, refused, patienceMs + callMs);
      if (turn === undefined) continue;
      return this.refresh({ turn, before, untilMs: askedMs + patienceMs }, attempts);
    }
  }

  private async refresh(
    { turn, before, untilMs }: HeldRefreshTurn,
    attempts: CallAttempts,
  ): Promise<HeldToken | undefined> {
    const { clock } = this.options;
    const held = before === undefined ? undefined : this.options.seal.open(before);
    const sent = held?.refreshToken ?? this.grant.refreshToken;
    let askedMs = 0;
    let rotated: string | null = null;
    const ask = async (): Promise<GivenToken> => {
      askedMs = clock.monotonicMs();
      if (askedMs > untilMs) throw new TurnOver('Another may have the turn by now');
      return this.ask(sent, attempts, (refreshToken) => (rotated = refreshToken));
    };
    try {
      const { accessToken, refreshToken, lifetimeMs } = await attempts.admitted(ask);
      const secrets = { accessToken, refreshToken: refreshToken ?? held?.refreshToken ?? null };
      const tookMs = Math.ceil(clock.monotonicMs() - askedMs);
      const leftMs = lifetimeMs === null ? null : Math.max(0, lifetimeMs - tookMs);
      await this.keep(turn, { sealed: this.options.seal.seal(secrets), lifetimeMs: leftMs }, attempts);
      this.count('ok');
      return heldToken({ generation: turn, leftMs: lifetimeMs, lifetimeMs }, accessToken, askedMs);
    } catch (error) {
      if (error instanceof SyncError) this.count(error.code);
      if (rotated !== null) await this.keepRotated(turn, rotated, attempts);
      const generation = await this.endTurn(turn);
      // Where a token was kept meanwhile, ours was refused for being the one before.
      const kept = [turn, before?.generation ?? 0, undefined];
      if (!kept.includes(generation) || error instanceof TurnOver) return undefined;
      throw error;
    }
  }

  /** `takes`: is told of a new refresh token as soon as there is one, whatever comes of the answer. */
  private ask(
    refreshToken: string,
    attempts: CallAttempts,
    takes: (rotated: string) => void,
  ): Promise<GivenToken> {
    const now = this.options.clock.now();
    const { call, read } = tokenQuestion({ grant: this.grant, refreshToken, now });
    const take = (found: string | null) => {
      if (found !== null && found !== refreshToken) takes(found);
    };
    return attempts.read(call, {
      whole: (raw) => {
        const reading = read(raw);
        take(reading.refreshToken);
        return reading.token();
      },
      partly: (part) => {
        take(refreshTokenInBroken(part.toString('utf8')));
      },
    });
  }

  /**
   * The answer was odd, or something failed behind it, but its refresh token is the one that the provider takes from now on. There is no
   * access token with it, so the next call asks for one.
   */
  private async keepRotated(turn: number, refreshToken: string, attempts: CallAttempts): Promise<void> {
    const sealed = this.options.seal.seal({ accessToken: '', refreshToken });
    await this.keep(turn, { sealed, lifetimeMs: 0 }, attempts);
    this.options.log.warn('an answer gave no access token, but a refresh token, which is kept', {
      connectionId: this.key.connectionId,
    });
  }

  /** Undefined where the vault did not answer: then others wait until the turn is over. */
  private async endTurn(turn: number): Promise<number | undefined> {
    const { vault, log } = this.options;
    return vault.endTurn(this.key, turn).catch((error: unknown) => {
      log.warn('others wait for a refresh that failed', { connectionId: this.key.connectionId, error });
      return undefined;
    });
  }

  /** The provider may have put a new refresh token in place of the one before: nothing goes on until it is safe. */
  private async keep(
    turn: number,
    given: Pick<KeptToken, 'sealed' | 'lifetimeMs'>,
    attempts: CallAttempts,
  ): Promise<void> {
    const { vault, log } = this.options;
    for (;;) {
      try {
        await vault.keep(this.key, turn, given);
        return;
      } catch (error) {
        log.warn('an access token could not be kept yet', { connectionId: this.key.connectionId, error });
        await attempts.pause(KEEP_AGAIN_MS);
      }
    }
  }

  private opened(token: KeptToken, askedMs: number): HeldToken {
    const held = heldToken(token, this.options.seal.open(token).accessToken, askedMs);
    return { ...held, askFromMs: Math.max(held.askFromMs, askedMs + LOOK_EVERY_MS) };
  }

  private count(result: string): void {
    this.options.refreshes.add(1, { result });
  }
}
