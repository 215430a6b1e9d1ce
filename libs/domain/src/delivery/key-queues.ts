export interface KeyQueuesLimits {
  /** How many keys are worked on at the same time. */
  readonly parallel: number;
  /** How many items of one key are taken together. */
  readonly batch: number;
}

/** A queue in which the items of a key stay in order and are never worked on twice at once, while keys take turns. */
export class KeyQueues<Item> {
  /** Every key with items that wait or are worked on. */
  readonly #queues = new Map<string, Item[]>();
  /** Those with waiting items that no handler works on; insertion order is whose turn it is. */
  readonly #turns = new Map<string, Item[]>();
  #underWay = 0;
  #waiting = 0;

  constructor(private readonly limits: KeyQueuesLimits) {}

  /** Items that no handler works on yet. */
  get waiting(): number {
    return this.#waiting;
  }

  add(key: string, item: Item): void {
    this.#waiting += 1;
    const queue = this.#queues.get(key);
    if (queue !== undefined) {
      queue.push(item);
      return;
    }
    const begun = [item];
    this.#queues.set(key, begun);
    this.#turns.set(key, begun);
  }

  /** The next items to work on, to be given back with {@link done}; nothing while as many keys as allowed are under way. */
  take(): { readonly key: string; readonly items: readonly Item[] } | undefined {
    if (this.#underWay >= this.limits.parallel) return undefined;
    const [turn] = this.#turns;
    if (turn === undefined) return undefined;
    const [key, queue] = turn;
    this.#turns.delete(key);
    const items = queue.splice(0, this.limits.batch);
    this.#underWay += 1;
    this.#waiting -= items.length;
    return { key, items };
  }

  done(key: string): void {
    this.#underWay -= 1;
    const queue = this.#queues.get(key) ?? [];
    if (queue.length > 0) this.#turns.set(key, queue);
    else this.#queues.delete(key);
  }

  /** Forgets what waits; what is under way is still to be given back. */
  clear(): void {
    for (const queue of this.#queues.values()) queue.length = 0;
    for (const key of this.#turns.keys()) this.#queues.delete(key);
    this.#turns.clear();
    this.#waiting = 0;
  }
}
