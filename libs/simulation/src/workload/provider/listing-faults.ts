/** Something that a listing does wrong from one time until another, in milliseconds of the provider's clock. */
interface Period<What> {
  readonly what: What;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** One way in which a listing may be wrong for a while, and when it was. */
export class PassingFault<What> {
  private readonly periods: Period<What>[] = [];
  private isOver = false;

  constructor(private readonly now: () => number) {}

  begin(what: What, forMs: number): void {
    const fromMs = this.now();
    this.periods.push({ what, fromMs, untilMs: fromMs + forMs });
  }

  /** From now on nothing is wrong. */
  stop(): void {
    this.isOver = true;
  }

  /** What is wrong now; undefined: nothing. */
  get present(): What | undefined {
    const latest = this.periods.at(-1);
    return this.isOver || latest === undefined || this.now() >= latest.untilMs ? undefined : latest.what;
  }

  /** Whether it was wrong at this time or later. */
  wasSince(ms: number): boolean {
    return this.periods.some(({ untilMs }) => untilMs > ms);
  }
}

/** All that a listing may do wrong for a while. */
export class ListingFaults {
  /** It ends too early, as if that were all: so many records it admits to. */
  readonly lie: PassingFault<number>;
  /** Behind its end more and more records come that the provider does not have. */
  readonly endless: PassingFault<true>;
  /** The number of records that it tells is wrong by so many. */
  readonly wrongTotal: PassingFault<number>;
  /** What it says that the time is, is ahead by so many milliseconds. */
  readonly clockAhead: PassingFault<number>;

  constructor(now: () => number) {
    this.lie = new PassingFault(now);
    this.endless = new PassingFault(now);
    this.wrongTotal = new PassingFault(now);
    this.clockAhead = new PassingFault(now);
  }

  stop(): void {
    for (const fault of [this.lie, this.endless, this.wrongTotal, this.clockAhead]) fault.stop();
  }
}
