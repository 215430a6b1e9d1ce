export interface TakenRecord {
  readonly offset: number;
  isHandled: boolean;
}

/** Which records of a partition were taken and which of them are handled, so that no offset is committed too early. */
export class PartitionProgress {
  /** In order; the first one is not handled. */
  readonly #open: TakenRecord[] = [];
  #next: number;
  #committed: number;

  /** `committed`: what the group has committed already; less than `startAt` where the start itself is to be committed. */
  constructor(startAt: number, committed = startAt) {
    this.#next = startAt;
    this.#committed = committed;
  }

  /** The first offset that would have to be read again if this process ended now. */
  get handledTo(): number {
    return this.#open[0]?.offset ?? this.#next;
  }

  get hasNews(): boolean {
    return this.handledTo > this.#committed;
  }

  /** Whether a record lies before all that this partition ever gave us: the topic was deleted and made anew. */
  isOfANewTopic(offset: number): boolean {
    return offset < this.#committed;
  }

  /** Undefined for a record that was taken already: after a rebalance they are fetched again. */
  take(offset: number): TakenRecord | undefined {
    if (offset < this.#next) return undefined;
    const taken = { offset, isHandled: false };
    this.#open.push(taken);
    this.#next = offset + 1;
    return taken;
  }

  markHandled(record: TakenRecord): void {
    record.isHandled = true;
    while (this.#open[0]?.isHandled === true) this.#open.shift();
  }

  committedTo(offset: number): void {
    this.#committed = Math.max(this.#committed, offset);
  }
}
