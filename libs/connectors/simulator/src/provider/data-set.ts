import {
  customerId,
  customerText,
  deviceId,
  deviceText,
  invoiceId,
  invoiceText,
  type RecordSource,
} from './record-text.js';
import type { JsonObject } from '@evenkeel/domain';
import { WHOLE, type IndexRange } from './index-range.js';
import { fieldsOf, writtenText } from './writes/written-text.js';
import { Selection } from './selection.js';
import type { SimulatedStream } from './simulated-stream.js';

interface StreamShape {
  readonly id: (index: number) => string | number;
  readonly text: (source: RecordSource) => string;
}
const shapes: Readonly<Record<SimulatedStream, StreamShape>> = {
  customers: { id: customerId, text: customerText },
  devices: { id: deviceId, text: deviceText },
  invoices: { id: invoiceId, text: invoiceText },
};

interface SelectionLimits {
  readonly part?: IndexRange;
  /** Not what was changed after it. */
  readonly untilMs?: number | null;
}

interface Edit {
  readonly index: number;
  readonly revision: number;
  readonly atMs: number;
}

/** Record i was made i seconds after this moment, unless it was created or edited since. */
const FIRST_MADE_MS = Date.UTC(2020, 0, 1);

/**
 * The records of one stream, none of which is held: record i is worked out from the seed, i and the log of edits.
 * Memory grows with edits, creations, deletions and what callers wrote only.
 */
export class DataSet {
  private readonly edits = new Map<number, Edit>();
  /** In order; a record's latest entry is the one in `edits`. */
  private readonly log: Edit[] = [];
  /** Ascending. */
  private deleted: number[] = [];
  private created = 0;
  /** The fields of records that callers wrote, by index. */
  private readonly written = new Map<number, JsonObject>();

  constructor(
    readonly stream: SimulatedStream,
    private readonly seed: number,
    /** Records there were at first. */
    readonly initial: number,
    private readonly nowMs: () => number,
  ) {}

  /** Deleted ones included. */
  get total(): number {
    return this.initial + this.created;
  }

  text(index: number): string {
    const edit = this.edits.get(index);
    const created =
      index < this.initial ? new Date(FIRST_MADE_MS + index * 1000).toISOString() : this.createdAt(index);
    const updatedAt = edit === undefined ? created : new Date(edit.atMs).toISOString();
    const { seed } = this;
    const revision = edit?.revision ?? 0;
    const text = shapes[this.stream].text({ seed, index, revision, createdAt: created, updatedAt });
    const fields = this.written.get(index);
    return fields === undefined ? text : writtenText(text, fields);
  }

  revision(index: number): number {
    return this.edits.get(index)?.revision ?? 0;
  }

  /** What a caller can write of a record: everything but its id and its stamps. */
  fields(index: number): JsonObject {
    return this.written.get(index) ?? fieldsOf(this.text(index));
  }

  /** The record has these fields from now on; told as a change of it by `edit` or `create`, which go before. */
  put(index: number, fields: JsonObject): void {
    this.written.set(index, fields);
  }

  /** What an inventory says of a record. */
  entry(index: number): string {
    const id = JSON.stringify(shapes[this.stream].id(index));
    return `{"id":${id},"revision":${this.revision(index)}}`;
  }

  id(index: number): string {
    return String(shapes[this.stream].id(index));
  }

  /** Ids are numbered densely, so that the index can be read back from them. */
  indexOf(id: string): number | undefined {
    const digits = /(\d{1,8})$/.exec(id)?.[1];
    if (digits === undefined) return undefined;
    const guess = this.stream === 'invoices' ? Number(digits) - 40_993 : Number(digits) - 1;
    const exists = guess >= 0 && guess < this.total && this.id(guess) === id && !this.deleted.includes(guess);
    return exists ? guess : undefined;
  }

  /** Of the records that are there. */
  everyIndex(): readonly number[] {
    const selection = this.select(null);
    return Array.from({ length: selection.length }, (_, place) => selection.at(place) ?? 0);
  }

  /** Makes a deleted record be there again, as it was. False if none of this id was deleted. */
  restore(id: string): boolean {
    const place = this.deleted.findIndex((index) => this.id(index) === id);
    if (place >= 0) this.deleted = this.deleted.toSpliced(place, 1);
    return place >= 0;
  }

  edit(index: number): void {
    if (index < 0 || index >= this.total) return;
    const revision = this.revision(index) + 1;
    this.write({ index, revision, atMs: this.nowMs() });
    const fields = this.written.get(index);
    if (fields !== undefined) this.written.set(index, { ...fields, edited: revision });
  }

  create(): number {
    const index = this.total;
    this.created += 1;
    this.write({ index, revision: 0, atMs: this.nowMs() });
    return index;
  }

  delete(index: number): void {
    if (!this.deleted.includes(index)) this.deleted = [...this.deleted, index].sort((a, b) => a - b);
  }

  /** Everything there is, or what was last changed in this time, ends included, in the order of the index; of a part only. */
  select(sinceMs: number | null, { part = WHOLE, untilMs = null }: SelectionLimits = {}): Selection {
    if (sinceMs === null && untilMs === null)
      return new Selection([], within(part, 0, this.total), [], this.deleted);
    const [since, until] = [sinceMs ?? -Infinity, untilMs ?? Infinity];
    const secondOf = (ms: number) => Math.min(this.initial, Math.max(0, (ms - FIRST_MADE_MS) / 1000));
    const from = Math.ceil(secondOf(since));
    const last = until < FIRST_MADE_MS ? -1 : Math.floor(secondOf(until));
    const to = Math.max(from, Math.min(this.initial, last + 1));
    const edits = [...this.edits.values()];
    const changed = edits
      .filter(({ atMs }) => atMs >= since && atMs <= until)
      .map(({ index }) => index)
      .filter((index) => index >= part.from && index < part.before && !this.deleted.includes(index))
      .sort((a, b) => a - b);
    const before = changed.filter((index) => index < from);
    const after = changed.filter((index) => index >= to);
    const later = edits.filter(({ atMs }) => atMs > until).map(({ index }) => index);
    const gone = [...new Set([...this.deleted, ...later])].sort((a, b) => a - b);
    return new Selection(before, within(part, from, to), after, gone);
  }

  /** A change feed: each record once, at the place of its latest change. */
  changesAfter(
    position: number,
    limit: number,
  ): { readonly changes: readonly Change[]; readonly pending: number } {
    const end = this.initial + this.log.length;
    const changes: Change[] = [];
    let place = Math.max(0, position);
    for (; place < end && changes.length < limit; place += 1) {
      const index = place < this.initial ? place : this.log[place - this.initial]?.index;
      if (index === undefined) continue;
      const latest = this.edits.get(index);
      const current = place < this.initial ? latest === undefined : latest === this.log[place - this.initial];
      if (current) changes.push({ position: place + 1, index, deleted: this.deleted.includes(index) });
    }
    return { changes, pending: end - place };
  }

  private createdAt(index: number): string {
    const first = this.log.find((edit) => edit.index === index);
    return new Date(first?.atMs ?? FIRST_MADE_MS).toISOString();
  }

  private write(edit: Edit): void {
    this.edits.set(edit.index, edit);
    this.log.push(edit);
  }
}

function within(part: IndexRange, from: number, to: number): { readonly from: number; readonly to: number } {
  const first = Math.max(from, part.from);
  return { from: first, to: Math.max(first, Math.min(to, part.before)) };
}

export interface Change {
  readonly position: number;
  readonly index: number;
  readonly deleted: boolean;
}
