import type { QuotaShare } from '@evenkeel/domain';
import type {
  CalledConnection,
  CallPatience,
  CallWatch,
  Clock,
  Logger,
  Random,
  Timers,
  Tracing,
} from '@evenkeel/ports';
import type { AddressGuard } from './address-guard.js';
import type { CallCounter } from './call-counter.js';
import type { CallInstruments } from './call-instruments.js';
import type { EarlierTries } from './call-waits.js';
import type { ConnectionGate } from './connection-gate.js';
import type { ConnectionQuota } from './connection-quota.js';
import type { ConnectionSockets } from './connection-sockets.js';
import type { HttpLimits } from './http-limits.js';
import type { RetryAccount } from './retry-account.js';

/** What the calls of one session are made with. */
export interface CallerNeeds {
  readonly connection: CalledConnection;
  readonly share: QuotaShare;
  readonly gate: ConnectionGate;
  readonly quota: ConnectionQuota;
  readonly retries: RetryAccount;
  readonly sockets: ConnectionSockets;
  readonly addresses: AddressGuard;
  readonly limits: HttpLimits;
  readonly instruments: CallInstruments;
  readonly counter: CallCounter | undefined;
  readonly watch: CallWatch | undefined;
  readonly patience: CallPatience | undefined;
  readonly tries: EarlierTries;
  readonly probes: boolean;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Logger;
  readonly tracing: Pick<Tracing, 'within'>;
}
