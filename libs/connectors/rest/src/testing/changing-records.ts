/** A record of a provider. */
export interface ChangingRecord {
  readonly id: number;
  readonly name: string | null;
  /** ISO 8601, of whole seconds. */
  readonly updated: string;
}

export interface RemovedRecord {
  readonly id: number;
  readonly at: string;
}

/** What a provider was asked for. */
export interface Wanted {
  /** ISO 8601; what changed then counts. */
  readonly since?: string | null;
  /** Only what has a greater id. */
  readonly after?: number;
  readonly size?: number;
}

export interface FoundRecords {
  readonly records: readonly ChangingRecord[];
  readonly removed: readonly RemovedRecord[];
  /** Behind which the next page begins; null at the end. */
  readonly next: number | null;
}

export interface LoggedChange {
  readonly id: number;
  /** Whether it was not there before. */
  readonly isNew: boolean;
  /** Left out: it was deleted. */
  readonly record: ChangingRecord | undefined;
}

export interface LoggedChanges {
  readonly changes: readonly LoggedChange[];
  /** Behind the last of them. */
  readonly place: number;
  readonly isLast: boolean;
}

const START_MS = Date.UTC(2026, 10, 1);
const MINUTE_MS = 60_000;

/** Ten records of a provider that are changed, created and deleted in turn, one each minute of its clock. */
export class ChangingRecords {
  private records: readonly ChangingRecord[] = [];
  private removed: readonly RemovedRecord[] = [];
  private readonly log: number[] = [];
  private minutes = 0;

  constructor() {
    for (let id = 1; id <= 10; id += 1) this.write(id, id % 4 === 0 ? null : `number ${id}, "so called"`);
  }

  get all(): readonly ChangingRecord[] {
    return this.records;
  }

  /** The time of the next change. */
  get now(): string {
    return new Date(START_MS + this.minutes * MINUTE_MS).toISOString().replace('.000', '');
  }

  write(id: number, name: string | null): void {
    const others = this.records.filter((record) => record.id !== id);
    this.records = [...others, { id, name, updated: this.now }].sort((one, other) => one.id - other.id);
    this.note(id);
  }

  remove(id: number): void {
    this.records = this.records.filter((record) => record.id !== id);
    this.removed = [...this.removed, { id, at: this.now }];
    this.note(id);
  }

  private note(id: number): void {
    this.log.push(id);
    this.minutes += 1;
  }

  /** What changed behind a place in the log of changes; the first place is 0. */
  changesAfter(place: number, size: number): LoggedChanges {
    const written = (id: number) => this.log.flatMap((logged, at) => (logged === id ? [at + 1] : []));
    const left = [...new Set(this.log)]
      .map((id) => ({ id, first: written(id)[0] ?? 0, last: written(id).at(-1) ?? 0 }))
      .filter(({ last }) => last > place)
      .sort((one, other) => one.last - other.last);
    const changes = left.slice(0, size).map((change) => ({
      ...change,
      isNew: change.first > place,
      record: this.records.find(({ id }) => id === change.id),
    }));
    return { changes, place: changes.at(-1)?.last ?? place, isLast: left.length <= size };
  }

  find({ since, after = 0, size = 100 }: Wanted): FoundRecords {
    if (Number.isNaN(after) || Number.isNaN(size) || Number.isNaN(Date.parse(since ?? this.now)))
      throw new Error('the provider cannot read that');
    const left = this.records.filter(({ id, updated }) => id > after && updated >= (since ?? ''));
    const records = left.slice(0, size);
    const isLast = left.length <= size;
    const removed = isLast && since ? this.removed.filter(({ at }) => at >= since) : [];
    return { records, removed, next: isLast ? null : (records.at(-1)?.id ?? null) };
  }
}
