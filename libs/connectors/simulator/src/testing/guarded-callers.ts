import { UndiciHttpCallers } from '@evenkeel/adapter-http';
import { MathRandom, NodeTimers, NoTracing, SystemClock } from '@evenkeel/adapter-node-runtime';
import {
  ListedLogger,
  ListedMeter,
  RememberedAnswers,
  RememberedBreakerBoard,
  RememberedQuotaLedger,
  RememberedTokenVault,
} from '@evenkeel/conformance';
import { DEFAULT_TENANT, type Destinations, type JsonObject } from '@evenkeel/domain';
import { CredentialBox, type CallPatience, type Gateways } from '@evenkeel/ports';

/** Tokens are kept in memory only, so that sealing them would hide nothing. */
class OpenBox extends CredentialBox {
  seal(secret: JsonObject): string {
    return JSON.stringify(secret);
  }
  open(sealed: string): JsonObject {
    return JSON.parse(sealed) as JsonObject;
  }
  nameOf(secret: JsonObject): string {
    return JSON.stringify(secret);
  }
}

/** The guarded caller as executors have it, but with one attempt a call unless more are asked for, and bodies of up to 1 MiB. */
export class GuardedCallers {
  readonly clock = new SystemClock();
  private connections = 0;
  private readonly callers: UndiciHttpCallers;

  constructor(maxAttempts = 1) {
    this.callers = this.newCallers(maxAttempts);
  }

  private newCallers(maxAttempts: number): UndiciHttpCallers {
    return new UndiciHttpCallers(
      {
        ...{ clock: this.clock, timers: new NodeTimers(), random: new MathRandom() },
        ...{ meter: new ListedMeter(), log: new ListedLogger() },
        ledger: new RememberedQuotaLedger(this.clock),
        board: new RememberedBreakerBoard(this.clock),
        keptAnswers: new RememberedAnswers(),
        tokens: { vault: new RememberedTokenVault(this.clock), box: new OpenBox() },
        tracing: new NoTracing(),
        holder: 'this process',
      },
      {
        retry: { maxAttempts, initialMs: 1, multiplier: 1, capMs: 1, jitter: 0 },
        responseBytes: 1_048_576,
      },
    );
  }

  /** Of a connection that no other call shares, whose settings lead there. */
  gateways(
    destinations: Destinations,
    signal: AbortSignal = new AbortController().signal,
    patience?: CallPatience,
  ): Gateways {
    const limits = { quota: null, retry: null, origins: Object.values(destinations) };
    const id = `connection-${(this.connections += 1)}`;
    const connection = { id, tenantId: DEFAULT_TENANT, name: id, ...limits };
    return {
      http: this.callers.forConnection(connection, {
        ...{ signal, share: 'bulk' },
        ...(patience && { patience }),
      }),
    };
  }

  close(): Promise<void> {
    return this.callers.close();
  }
}
