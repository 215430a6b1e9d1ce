import { SyncError, type JsonObject, type SourceRecord } from '@evenkeel/domain';
import type { PageRequest, SourcePage, StreamSlice } from '@evenkeel/ports';
import type { SeededRandom } from '../../world/seeded-random.js';
import { POISONS, SourceItem } from './source-item.js';

export interface StreamOptions {
  readonly name: string;
  readonly records: number;
  readonly pageSize: number;
  /** Whether its records carry a number that grows with each change; if not, only times tell what is newer. */
  readonly hasVersions: boolean;
  readonly incremental: boolean;
  /**
   * `stable`: a cursor is a place among all records there ever were. `shifting`: it is a number of records, of those that
   * are there, so that what is deleted pulls others over the edge of a page.
   */
  readonly listing: 'stable' | 'shifting';
  /** Its listing gives ids and versions only. */
  readonly isInventory: boolean;
  /** Into so many parts its listing can be cut. */
  readonly slices: number;
  /** The chance that it is the first record that something is done to; half as often it comes with any page. */
  readonly contention: number;
}

type ListingRequest = Pick<PageRequest, 'cursor' | 'since' | 'range'>;

const DOUBLED = 0.08;
const SHIFTED = 0.05;

/** One kind of thing at the provider: a few records that change while they are listed, in pages by id. */
export class SourceStream {
  private readonly items: readonly SourceItem[];
  private isFaultless = false;
  /** Of a listing that lies: how many records it admits to, and until when. */
  private lie = { listed: Infinity, untilMs: -Infinity };

  constructor(
    readonly options: StreamOptions,
    private readonly random: SeededRandom,
    /** The provider's own clock, in milliseconds. */
    private readonly now: () => number,
  ) {
    this.items = Array.from(
      { length: options.records },
      (_, index) => new SourceItem(`${options.name}-${index}`, now),
    );
  }

  /** Of what is there. */
  get ids(): readonly string[] {
    return this.present().map(({ id }) => id);
  }

  /** No record is poisoned any more, every edit can be seen, and pages are what they should be. What is gone stays so. */
  stopFaults(): void {
    this.isFaultless = true;
    for (const item of this.items) item.stopFaults();
  }

  /** Gives the id of what was changed. */
  edit(delayMs: number): string {
    const item = this.someItem();
    item.change(delayMs);
    return item.id;
  }

  delete(): void {
    if (this.present().length > 0) this.someItem().change(0, { gone: true });
  }

  /** Something that was deleted is there again as it was; gives its id. */
  restore(): string | undefined {
    const gone = this.items.filter(({ seen }) => seen.gone);
    if (gone.length === 0) return undefined;
    const item = this.random.pick(gone);
    item.change(0, { back: true });
    return item.id;
  }

  /** For so long its listing ends too early, as if that were all. */
  lieFor(ms: number): void {
    this.lie = { listed: this.random.below(this.items.length), untilMs: this.now() + ms };
  }

  someId(): string {
    return this.someItem().id;
  }

  poison(): void {
    this.someItem().change(0, { poison: this.random.pick(POISONS) });
  }

  /** What a store that saw everything holds, by id. */
  rows(): ReadonlyMap<string, JsonObject> {
    return new Map(this.present().map((item) => [item.id, dataOf(item.id, item.seen.version)]));
  }

  /** Sound versions that a run must have seen which read everything changed before this time, by id. */
  versionsBefore(ms: number): ReadonlyMap<string, number> {
    return new Map(this.items.map((item) => [item.id, item.versionBefore(ms)]));
  }

  item(id: string): SourceItem | undefined {
    return this.items.find((item) => item.id === id);
  }

  /** Parts of all records there ever were, by their place among them. */
  slices(): readonly StreamSlice[] {
    const { slices } = this.options;
    const start = (nth: number) => Math.floor((nth * this.items.length) / slices);
    return Array.from({ length: slices }, (_, nth) => ({
      label: `part ${nth + 1}`,
      range: { from: start(nth), before: start(nth + 1) },
    }));
  }

  page({ cursor, since, range }: ListingRequest, askedAtMs: number): SourcePage {
    const { incremental, pageSize } = this.options;
    const from = since === null ? -Infinity : Date.parse(since.value);
    // A listing that shifts under its reader gives the record before again.
    const shift = !this.isFaultless && this.random.chance(SHIFTED) ? 1 : 0;
    const listed = this.listed().slice(0, Number(range?.['before'] ?? Infinity));
    const first = Number(range?.['from'] ?? 0);
    let index = Math.max(first, Number(cursor ?? 0) - shift);
    const records: SourceRecord[] = [];
    for (; index < listed.length && records.length < pageSize + shift; index += 1) {
      const item = listed[index];
      if (item === undefined || item.seen.gone) continue;
      if (item.seen.modifiedAtMs >= from) records.push(this.entry(item));
    }
    records.push(...this.doubled(records));
    const bound = incremental ? ({ kind: 'time', value: new Date(askedAtMs).toISOString() } as const) : null;
    return { records, next: index < listed.length ? String(index) : null, bound };
  }

  /** What its listing gives of a record. */
  private entry(item: SourceItem): SourceRecord {
    const record = this.record(item);
    return this.options.isInventory ? { ...record, data: null, listedOnly: true } : record;
  }

  /** What comes once more than it should. */
  private doubled([first]: readonly SourceRecord[]): readonly SourceRecord[] {
    if (this.isFaultless) return [];
    const [favourite] = this.items;
    const isThere = favourite?.seen.gone === false;
    const again = first !== undefined && this.random.chance(DOUBLED) ? [first] : [];
    return isThere && this.random.chance(this.options.contention / 2)
      ? [...again, this.entry(favourite)]
      : again;
  }

  private record(item: SourceItem): SourceRecord {
    const { version, modifiedAtMs, poison } = item.seen;
    const data = { ...dataOf(item.id, version), ...(poison === 'nul' ? { note: '\u0000' } : {}) };
    return {
      externalId: poison === 'no id' ? null : item.id,
      version: this.options.hasVersions ? String(version) : null,
      modifiedAt: new Date(modifiedAtMs).toISOString(),
      data: poison === 'no object' ? 'nothing' : data,
    };
  }

  find(id: string): SourceRecord | undefined {
    const item = this.present().find((candidate) => candidate.id === id);
    if (item !== undefined && item.seen.poison === 'refused')
      throw new SyncError('provider.record_not_readable', `${id} is not for you`);
    return item && this.record(item);
  }

  private present(): readonly SourceItem[] {
    return this.items.filter((item) => !item.seen.gone);
  }

  private listed(): readonly SourceItem[] {
    if (this.options.listing === 'stable') return this.items;
    const isLying = !this.isFaultless && this.now() < this.lie.untilMs;
    return isLying ? this.present().slice(0, this.lie.listed) : this.present();
  }

  /** Something that is there, if anything is. */
  private someItem(): SourceItem {
    const [first] = this.items;
    if (first?.seen.gone === false && this.random.chance(this.options.contention)) return first;
    const present = this.present();
    return this.random.pick(present.length > 0 ? present : this.items);
  }
}

function dataOf(id: string, version: number): JsonObject {
  return { id, version };
}
