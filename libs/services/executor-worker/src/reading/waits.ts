import { WAITINGS, type Waiting } from '@evenkeel/domain';

/** What reading a chunk waits for now: several of its calls may wait at the same time, and for different things. */
export class Waits {
  private readonly counts = new Map<Waiting, number>();

  get current(): Waiting {
    return WAITINGS.find((waiting) => (this.counts.get(waiting) ?? 0) > 0) ?? 'none';
  }

  /** What it gives is called once, when this wait is over. */
  readonly begin = (waiting: Waiting): (() => void) => {
    this.add(waiting, 1);
    return () => this.add(waiting, -1);
  };

  async during(waiting: Waiting, work: Promise<void>): Promise<void> {
    await work.finally(this.begin(waiting));
  }

  private add(waiting: Waiting, waits: number): void {
    this.counts.set(waiting, (this.counts.get(waiting) ?? 0) + waits);
  }
}
