import { SyncError, type WriteResult } from '@evenkeel/domain';
import type { WriteRequest } from '@evenkeel/ports';
import type { SeededRandom } from '../../world/seeded-random.js';
import type { VirtualTime } from '../../world/virtual-time.js';
import type { CallFates, TwoWayProfile } from '../two-way-profile.js';
import { WriteDesk } from './write-desk.js';
import { WrittenRecords } from './written-records.js';

const USUAL_MS = 200;
const SLOW_MS = 4_000;
/** Longer than a lease. */
const VERY_SLOW_MS = 25_000;
const LONGEST_WAIT_MS = 5_000;
/** How late what is carried out late is: before look-ups are believed. */
const LATE_MS = 3_000;

export type Fate = keyof CallFates | 'answered';

/** The other side of a world that writes. Its clock is not ours. */
export class WrittenProvider {
  readonly records: WrittenRecords;
  readonly desk: WriteDesk;
  readonly now: () => number;
  private isFlaky = true;
  private downUntilMs = -Infinity;
  private limitedUntilMs = -Infinity;

  constructor(
    private readonly random: SeededRandom,
    private readonly time: VirtualTime,
    private readonly profile: TwoWayProfile,
  ) {
    const skewMs = random.below(40_000) - 20_000;
    this.now = () => this.time.now().getTime() + skewMs;
    this.records = new WrittenRecords(profile, this.now);
    this.desk = new WriteDesk(this.records, profile.writing, this.now);
  }

  /** From now on every call succeeds. What is read stays as old as it is. */
  stopFaults(): void {
    this.isFlaky = false;
  }

  /** Every call succeeds for as long as the work takes. */
  async calmly<T>(work: () => Promise<T>): Promise<T> {
    this.isFlaky = false;
    const result = await work();
    this.isFlaky = true;
    return result;
  }

  goDown(forMs: number): void {
    this.downUntilMs = this.now() + forMs;
  }

  holdOff(forMs: number): void {
    this.limitedUntilMs = this.now() + forMs;
  }

  latencyMs(random: SeededRandom): number {
    if (this.isFlaky && random.chance(this.profile.slowAnswers)) return VERY_SLOW_MS;
    return 1 + random.below(random.chance(0.3) ? SLOW_MS : USUAL_MS);
  }

  /** How long the caller is told to wait; 0: it gets an answer. */
  waitMs(random: SeededRandom): number {
    return this.isFlaky && this.now() < this.limitedUntilMs ? 1 + random.below(LONGEST_WAIT_MS) : 0;
  }

  /** Throws as a line does that is down now and then: nothing has arrived. */
  answer(): void {
    const isDown = this.now() < this.downUntilMs || this.random.chance(this.profile.providerErrors);
    if (this.isFlaky && isDown) throw new SyncError('provider.unreachable', 'The line is down');
  }

  /** What becomes of the next call that writes. */
  drawFate(random: SeededRandom): Fate {
    if (!this.isFlaky) return 'answered';
    const { fates } = this.profile;
    const names = Object.keys(fates) as readonly (keyof CallFates)[];
    return names.find((name) => random.chance(fates[name])) ?? 'answered';
  }

  /** The call arrives once its caller has given it up, whatever became of that. */
  writeLate(request: WriteRequest, random: SeededRandom, stream?: string): void {
    void this.time.sleep('provider', 1 + random.below(LATE_MS)).then(() => this.write(request, stream));
  }

  write(request: WriteRequest, stream?: string): readonly WriteResult[] {
    return this.desk.write(request, stream);
  }
}
