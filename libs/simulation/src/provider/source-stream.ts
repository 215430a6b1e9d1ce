import { SyncError, type JsonObject, type SourceRecord } from '@evenkeel/domain';
import type { PageRequest, SourcePage } from '@evenkeel/ports';
import type { SeededRandom } from '../world/seeded-random.js';

export interface StreamOptions {
  readonly name: string;
  readonly records: number;
  readonly pageSize: number;
  /** Whether its records carry a number that grows with each change; if not, only times tell what is newer. */
  readonly hasVersions: boolean;
  readonly incremental: boolean;
  /** The chance that it is the first record that something is done to; half as often it comes with any page. */
  readonly crowding: number;
}

interface Edit {
  readonly version: number;
  readonly modifiedAtMs: number;
  /** Edits of slow transactions at the provider show later than their time of modification says. */
  readonly visibleAtMs: number;
  /** What is sent in its place until it is edited again. */
  readonly poison?: Poison;
}

/** `nul`: a text that no database can hold. `refused`: the provider does not give it to whoever asks for it alone. */
const POISONS = ['no id', 'no object', 'nul', 'refused'] as const;
type Poison = (typeof POISONS)[number];

interface Item {
  readonly id: string;
  edits: Edit[];
}

const DOUBLED = 0.08;
const SHIFTED = 0.05;

/** One kind of thing at the provider: a few records that change while they are listed, in pages by id. */
export class SourceStream {
  private readonly items: Item[];
  private isCalm = false;

  constructor(
    readonly options: StreamOptions,
    private readonly random: SeededRandom,
    /** The provider's own clock, in milliseconds. */
    private readonly now: () => number,
  ) {
    const first: Edit = { version: 1, modifiedAtMs: now(), visibleAtMs: now() };
    this.items = Array.from({ length: options.records }, (_, index) => ({
      id: `${options.name}-${index}`,
      edits: [first],
    }));
  }

  get ids(): readonly string[] {
    return this.items.map(({ id }) => id);
  }

  /** No record is poisoned any more, every edit can be seen, and pages are what they should be. */
  calmDown(): void {
    this.isCalm = true;
    for (const item of this.items) {
      item.edits = item.edits.map((edit) => ({
        ...edit,
        visibleAtMs: Math.min(edit.visibleAtMs, this.now()),
      }));
      if (item.edits.at(-1)?.poison !== undefined) this.change(item, 0);
    }
  }

  /** Gives the id of what was changed. */
  edit(delayMs: number): string {
    const item = this.someItem();
    this.change(item, delayMs);
    return item.id;
  }

  someId(): string {
    return this.someItem().id;
  }

  poison(): void {
    this.change(this.someItem(), 0, { poison: this.random.pick(POISONS) });
  }

  /** What a store that saw everything holds, by id. */
  rows(): ReadonlyMap<string, JsonObject> {
    return new Map(this.items.map((item) => [item.id, dataOf(item.id, this.seen(item).version)]));
  }

  /** Sound versions that a run must have seen which read everything changed before this time, by id. */
  versionsBefore(ms: number): ReadonlyMap<string, number> {
    const last = (edits: readonly Edit[]) =>
      edits.findLast(({ modifiedAtMs, poison }) => modifiedAtMs < ms && poison === undefined)?.version ?? 0;
    return new Map(this.items.map(({ id, edits }) => [id, last(edits)]));
  }

  page({ cursor, since }: Pick<PageRequest, 'cursor' | 'since'>, askedAtMs: number): SourcePage {
    const { incremental, pageSize } = this.options;
    const from = since === null ? -Infinity : Date.parse(since.value);
    // A listing that shifts under its reader gives the record before again.
    const shift = !this.isCalm && this.random.chance(SHIFTED) ? 1 : 0;
    let index = Math.max(0, Number(cursor ?? 0) - shift);
    const records: SourceRecord[] = [];
    for (; index < this.items.length && records.length < pageSize + shift; index += 1) {
      const item = this.items[index];
      if (item !== undefined && this.seen(item).modifiedAtMs >= from) records.push(this.record(item));
    }
    const [first] = records;
    if (first !== undefined && !this.isCalm && this.random.chance(DOUBLED)) records.push(first);
    const [favourite] = this.items;
    if (favourite !== undefined && !this.isCalm && this.random.chance(this.options.crowding / 2))
      records.push(this.record(favourite));
    const bound = incremental ? ({ kind: 'time', value: new Date(askedAtMs).toISOString() } as const) : null;
    return { records, next: index < this.items.length ? String(index) : null, bound };
  }

  record(item: Item): SourceRecord {
    const { version, modifiedAtMs, poison } = this.seen(item);
    const data = { ...dataOf(item.id, version), ...(poison === 'nul' ? { note: '\u0000' } : {}) };
    return {
      externalId: poison === 'no id' ? null : item.id,
      version: this.options.hasVersions ? version : null,
      modifiedAt: new Date(modifiedAtMs).toISOString(),
      data: poison === 'no object' ? 'nothing' : data,
    };
  }

  find(id: string): SourceRecord | undefined {
    const item = this.items.find((candidate) => candidate.id === id);
    if (item !== undefined && this.seen(item).poison === 'refused')
      throw new SyncError('provider.record_gone', `${id} is not for you`);
    return item && this.record(item);
  }

  private someItem(): Item {
    const [first] = this.items;
    return first !== undefined && this.random.chance(this.options.crowding)
      ? first
      : this.random.pick(this.items);
  }

  private change(item: Item, delayMs: number, edit: Pick<Edit, 'poison'> = {}): void {
    const last = item.edits.at(-1);
    const modifiedAtMs = Math.max(this.now(), last?.modifiedAtMs ?? 0);
    const visibleAtMs = Math.max(modifiedAtMs + delayMs, last?.visibleAtMs ?? 0);
    item.edits.push({ ...edit, version: (last?.version ?? 0) + 1, modifiedAtMs, visibleAtMs });
  }

  private seen({ edits }: Item): Edit {
    const visible = edits.findLast(({ visibleAtMs }) => visibleAtMs <= this.now());
    return visible ?? edits[0] ?? { version: 0, modifiedAtMs: 0, visibleAtMs: 0 };
  }
}

function dataOf(id: string, version: number): JsonObject {
  return { id, version };
}
