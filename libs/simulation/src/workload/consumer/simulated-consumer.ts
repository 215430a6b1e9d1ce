import type { LifecycleEvent } from '@evenkeel/contracts-messages';

/** Another system that is told what happened, and remembers which events it has had, by their ids. */
export class SimulatedConsumer {
  private readonly known = new Set<string>();
  private readonly last = new Map<string, number>();
  private readonly statuses = new Map<string, string>();
  private problem: string | undefined;
  /** How many came again. */
  doubled = 0;

  take(events: readonly LifecycleEvent[]): void {
    for (const event of events) this.takeOne(event);
  }

  /** The first that did not come where it had to, in words; undefined: all did. */
  get amiss(): string | undefined {
    return this.problem;
  }

  /** What was told last of the run; undefined: nothing was. */
  statusOf(executionId: string): string | undefined {
    return this.statuses.get(`executions/${executionId}`);
  }

  private takeOne({ id, subject, sequence, type, data }: LifecycleEvent): void {
    if (this.known.has(id)) {
      this.doubled += 1;
      return;
    }
    this.known.add(id);
    const before = this.last.get(subject) ?? 0;
    if (sequence !== before + 1)
      this.problem ??= `${subject} was told ${type} as number ${sequence} behind number ${before}`;
    this.last.set(subject, sequence);
    const status = type === 'sync.triggered' ? 'queued' : data['status'];
    if (typeof status === 'string') this.statuses.set(subject, status);
  }
}
