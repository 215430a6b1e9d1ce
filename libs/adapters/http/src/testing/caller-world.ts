import {
  ListedLogger,
  ListedMeter,
  RememberedAnswers,
  RememberedBreakerBoard,
  RememberedQuotaLedger,
  RememberedTokenVault,
} from '@evenkeel/conformance';
import { DEFAULT_TENANT, NO_TRIES, type JsonObject, type Quota } from '@evenkeel/domain';
import {
  CredentialBox,
  Random,
  type CallPatience,
  type CallWatch,
  type HttpCaller,
  type HttpCallers,
  type SessionCalls,
  type Timers,
  type Tracing,
} from '@evenkeel/ports';
import type { HttpLimits } from '../http-limits.js';
import { UndiciHttpCallers } from '../undici-http-callers.js';
import { BriskTimers, SteppedClock } from './brisk-timers.js';
import { ScriptedServer } from './scripted-server.js';

class Middle extends Random {
  next(): number {
    return 0.5;
  }
}

/** Whether sealing keeps a secret is the business of the one who adapts it. */
class PlainBox extends CredentialBox {
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

/** Waits as long as it takes. */
export const ENDLESS_PATIENCE: CallPatience = { mayWait: async () => true, tries: NO_TRIES };

export interface CallerWorld {
  readonly server: ScriptedServer;
  /** Where calls of the connection may go: to the server, and to what a test adds. */
  readonly origins: string[];
  readonly caller: HttpCaller;
  readonly callers: HttpCallers;
  /** Another session of the same connection. */
  readonly session: (calls: Partial<SessionCalls>) => HttpCaller;
  readonly waits: readonly number[];
  /** What calls wait for now. */
  readonly waitingFor: ReadonlySet<string>;
  /** Tries that failed and were followed by another. */
  readonly failedTries: readonly string[];
  readonly meter: ListedMeter;
  readonly log: ListedLogger;
  readonly ledger: RememberedQuotaLedger;
  readonly board: RememberedBreakerBoard;
  readonly answers: RememberedAnswers;
  readonly clock: SteppedClock;
  readonly abort: (reason: unknown) => void;
  readonly close: () => Promise<void>;
}

const UNSEEN = { rename: () => undefined, note: () => undefined };

export async function openCallerWorld(
  limits: Partial<HttpLimits> = {},
  timers?: Timers,
  quota: Quota | null = null,
): Promise<CallerWorld> {
  const server = await ScriptedServer.start();
  const [meter, log, clock] = [new ListedMeter(), new ListedLogger(), new SteppedClock()];
  const brisk = new BriskTimers(limits.callTimeoutMs ?? 30_000, clock);
  const [ledger, board] = [new RememberedQuotaLedger(clock), new RememberedBreakerBoard(clock)];
  const answers = new RememberedAnswers();
  const tokens = { vault: new RememberedTokenVault(clock), box: new PlainBox() };
  const limited = { ledger, board, keptAnswers: answers, tokens, holder: 'this process' };
  const tracing: Pick<Tracing, 'within'> = { within: (_part, work) => work(UNSEEN) };
  const surroundings = {
    clock,
    timers: timers ?? brisk,
    random: new Middle(),
    meter,
    log,
    tracing,
    ...limited,
  };
  const callers = new UndiciHttpCallers(surroundings, limits);
  const ending = new AbortController();
  const waitingFor = new Set<string>();
  const failedTries: string[] = [];
  const watch: CallWatch = {
    waits: (waiting) => {
      waitingFor.add(waiting);
      return () => void waitingFor.delete(waiting);
    },
    failed: ({ code }, attempt) => void failedTries.push(`${attempt}: ${code}`),
  };
  const origins = [server.url];
  const connection = {
    id: 'connection-1',
    tenantId: DEFAULT_TENANT,
    name: 'crm',
    quota,
    retry: null,
    origins,
  };
  const session = (calls: Partial<SessionCalls>) =>
    callers.forConnection(connection, { signal: ending.signal, share: 'bulk', watch, ...calls });
  return {
    server,
    origins,
    session,
    callers,
    caller: session({ patience: ENDLESS_PATIENCE }),
    waits: brisk.waits,
    waitingFor,
    failedTries,
    meter,
    log,
    ledger,
    board,
    answers,
    clock,
    abort: (reason) => {
      ending.abort(reason);
    },
    close: async () => {
      await callers.close();
      await server.stop();
    },
  };
}
