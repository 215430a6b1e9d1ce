import {
  CLOSED_BREAKER,
  closeLedger,
  decideGrant,
  describeQuota,
  EMPTY_LEDGER,
  GRANT_SLOT_MS,
  learnLimit,
  openLedger,
  moveBreaker,
  untilProbeMs,
  type Breaker,
  type BreakerEvent,
  type GrantRequest,
  type LedgerState,
  type LimitReport,
  type Pause,
  type Quota,
  type QuotaUse,
} from '@evenkeel/domain';
import {
  BreakerBoard,
  QuotaLedger,
  type BreakerView,
  type Clock,
  type LedgerView,
  type ProbeOutcome,
  type QuotaGrant,
} from '@evenkeel/ports';

/** For specs of one process whose store is elsewhere: the ledger in memory, by the clock of the spec. */
export class RememberedQuotaLedger extends QuotaLedger {
  leases = 0;
  looks = 0;
  private readonly ledgers = new Map<string, LedgerState>();

  constructor(private readonly clock: Clock) {
    super();
  }

  override async lease(connectionId: string, request: GrantRequest): Promise<QuotaGrant> {
    this.leases += 1;
    const { ledger, ...grant } = decideGrant(this.of(connectionId), request, this.nowMs);
    this.ledgers.set(connectionId, ledger);
    return { ...grant, validMs: GRANT_SLOT_MS };
  }

  override async close(connectionId: string, pause: Pause): Promise<void> {
    this.ledgers.set(connectionId, closeLedger(this.of(connectionId), pause, this.nowMs));
  }

  override async open(connectionId: string): Promise<void> {
    this.ledgers.set(connectionId, openLedger(this.of(connectionId)));
  }

  override async learn(connectionId: string, report: LimitReport): Promise<void> {
    this.ledgers.set(connectionId, learnLimit(this.of(connectionId), report, this.nowMs));
  }

  override async look(connectionId: string): Promise<LedgerView> {
    this.looks += 1;
    return describeQuota(this.of(connectionId), null, this.nowMs);
  }

  override async describe(connectionId: string, quota: Quota | null): Promise<QuotaUse> {
    return describeQuota(this.of(connectionId), quota, this.nowMs);
  }

  private of(connectionId: string): LedgerState {
    return this.ledgers.get(connectionId) ?? EMPTY_LEDGER;
  }

  private get nowMs(): number {
    return this.clock.now().getTime();
  }
}

/** The same for breakers. */
export class RememberedBreakerBoard extends BreakerBoard {
  private readonly breakers = new Map<string, Breaker>();

  constructor(private readonly clock: Clock) {
    super();
  }

  override async look(connectionId: string): Promise<BreakerView> {
    const breaker = this.of(connectionId);
    return { state: breaker.state, untilProbeMs: untilProbeMs(breaker, this.nowMs) };
  }

  override async trip(connectionId: string, openForMs: number): Promise<void> {
    this.move(connectionId, { kind: 'trip', openForMs });
  }

  override async takeProbe(connectionId: string, holder: string, probeMs: number): Promise<boolean> {
    return this.move(connectionId, { kind: 'probe', holder, probeMs });
  }

  override async endProbe(connectionId: string, holder: string, outcome: ProbeOutcome): Promise<void> {
    this.move(connectionId, { ...outcome, holder });
  }

  private move(connectionId: string, event: BreakerEvent): boolean {
    const moved = moveBreaker(this.of(connectionId), event, this.nowMs);
    if (moved !== undefined) this.breakers.set(connectionId, moved);
    return moved !== undefined;
  }

  private of(connectionId: string): Breaker {
    return this.breakers.get(connectionId) ?? CLOSED_BREAKER;
  }

  private get nowMs(): number {
    return this.clock.now().getTime();
  }
}
