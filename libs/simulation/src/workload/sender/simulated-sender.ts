import type { SeededRandom } from '../../world/seeded-random.js';

/** A delivery as the provider means it. */
export interface SentDelivery {
  /** What its sender calls it, each time that it is sent. */
  readonly name: string;
  readonly stream: string;
  readonly externalIds: readonly string[];
}

/** Sends it to a process; resolves with what was answered, and rejects where nothing was taken. */
export type Send = (delivery: SentDelivery) => Promise<unknown>;

const MOST_KEPT_BACK = 4;

/**
 * A provider that tells what changed there, as real ones do: some deliveries come late, some twice and to another replica, most changes
 * are never told, and what is not answered is sent again under the same name.
 */
export class SimulatedSender {
  /** All that were ever made, in their order. */
  private readonly made: SentDelivery[] = [];
  private readonly keptBack: SentDelivery[] = [];
  private readonly underWay = new Map<string, number>();
  /** When each was answered first. */
  readonly answered = new Map<string, Date>();
  /** Those that were sent once at least. */
  private readonly sent = new Set<string>();

  constructor(
    private readonly random: SeededRandom,
    private readonly now: () => Date,
  ) {}

  /** What is sent now: a new one, one that was kept back, or one that was sent before. Undefined: a new one is kept back. */
  next(make: () => Omit<SentDelivery, 'name'>): SentDelivery | undefined {
    const [late] = this.keptBack;
    if (late !== undefined && this.random.chance(0.3)) return this.keptBack.shift();
    const before = this.made.filter(({ name }) => this.sent.has(name));
    if (before.length > 0 && this.random.chance(0.3)) return this.random.pick(before.slice(-5));
    const delivery = { name: `delivery-${this.made.length}`, ...make() };
    this.made.push(delivery);
    if (this.keptBack.length >= MOST_KEPT_BACK || !this.random.chance(0.25)) return delivery;
    this.keptBack.push(delivery);
    return undefined;
  }

  /** Those that were sent, are not under way, and have no answer: they are sent until they have one. */
  get unanswered(): readonly SentDelivery[] {
    return this.made.filter(
      ({ name }) => this.sent.has(name) && !this.answered.has(name) && (this.underWay.get(name) ?? 0) === 0,
    );
  }

  async send(delivery: SentDelivery, send: Send): Promise<void> {
    const { name } = delivery;
    this.sent.add(name);
    this.underWay.set(name, (this.underWay.get(name) ?? 0) + 1);
    try {
      await send(delivery);
      if (!this.answered.has(name)) this.answered.set(name, this.now());
    } finally {
      this.underWay.set(name, (this.underWay.get(name) ?? 1) - 1);
    }
  }
}
