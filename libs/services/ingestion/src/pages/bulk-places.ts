/**
 * Database connections that applying bulk pages may hold at once: the others of a process are for what a person or a webhook waits for.
 * One thread prepares no more than two of them write: with a third one bulk work was no faster (measured on two processors), and a change that is pushed beside
 * it took a fifth longer.
 */
const PLACES = 2;

/** Lets so many at a time do their work; the others wait in the order in which they came. */
export class BulkPlaces {
  private readonly queue: (() => void)[] = [];
  private free = PLACES;

  async hold<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}
