import type { SourceRecord } from '@evenkeel/domain';
import type { PageRequest, SourcePage, StreamSlice } from '@evenkeel/ports';
import type { SeededRandom } from '../../world/seeded-random.js';
import { ListingFaults } from './listing-faults.js';
import { describeLostEdge, formatPlace, nextPlace, readPlace, type ListingEnd } from './listing-place.js';
import { tellsGone } from './record-answers.js';
import type { SourceItem } from './source-item.js';
import { SourceRecords, type RecordsOptions } from './source-records.js';

/**
 * `listing` of a stream: `stable`, a cursor is a place among all records there ever were. `shifting`: it is a number of records, of
 * those that are there.
 */
export interface StreamOptions extends RecordsOptions {
  readonly pageSize: number;
  readonly incremental: boolean;
  /** Each page begins with the last record of the page before, so that it shows where places shifted between the two. */
  readonly overlaps: boolean;
  readonly end: ListingEnd;
  /** Each page says how many records the listing has in all. */
  readonly tellsTotal: boolean;
  /** The chance that a page ends with an id that an earlier one gave, half the time with other content. */
  readonly twins: number;
  /** Its listing gives ids and versions only. */
  readonly isInventory: boolean;
  /** Its listings tell of records that are gone, each by an entry that says only that. */
  readonly reportsDeletions: boolean;
  /** Into so many parts its listing can be cut. */
  readonly slices: number;
}

type ListingRequest = Pick<PageRequest, 'cursor' | 'since' | 'range'>;

const DOUBLED = 0.08;
const SHIFTED = 0.05;
/** What a page has more that should be the last one. */
const MADE_UP = 6;
/** Where only the total can show that a listing has no end: that takes a hundred more than the total. */
const MANY_MADE_UP = 60;

/** One kind of thing at the provider: a few records that change while they are listed, in pages by id. */
export class SourceStream extends SourceRecords<StreamOptions> {
  readonly faults: ListingFaults;

  constructor(options: StreamOptions, random: SeededRandom, now: () => number) {
    super(options, random, now);
    this.faults = new ListingFaults(now);
  }

  /** No record is poisoned any more, every edit can be seen, and pages are what they should be. What is gone stays so. */
  override stopFaults(): void {
    super.stopFaults();
    this.faults.stop();
  }

  /** For so long its listing ends too early, as if that were all. */
  lieFor(ms: number): void {
    this.faults.lie.begin(this.random.below(this.items.length), ms);
  }

  /** Whether a listing that was read since may lack something, and nothing that it gave shows that. */
  mayHideSince(ms: number): boolean {
    const { listing, overlaps, tellsTotal } = this.options;
    if (listing === 'stable') return false;
    const moves = this.movesSince(ms);
    // One that leaves and one that comes may make up for each other between two pages.
    if (moves.size > (overlaps ? 1 : 0)) return true;
    // A record that is deleted once it was listed hides another from the total.
    const isTotalSound = tellsTotal && !this.faults.wrongTotal.wasSince(ms) && moves.size === 0;
    return this.faults.lie.wasSince(ms) && !isTotalSound;
  }

  /**
   * Whether a record can be shown to be gone: it is announced, or an answer says so; and, of a listing that gave everything, that it did: two
   * pages that are the same may as well be one that is given for ever.
   */
  get canProve(): boolean {
    const { end, pageSize, reportsDeletions, answers } = this.options;
    if (!reportsDeletions && !tellsGone(answers)) return false;
    if (end !== 'repeated page') return true;
    const request = { cursor: null, since: null };
    return this.slices().every(
      ({ range }) => this.walk({ ...request, range }, 0, Infinity).items.length > pageSize,
    );
  }

  /** Parts of all records there ever were, by their place among them; what comes later is in the last one. */
  slices(): readonly StreamSlice[] {
    const { slices } = this.options;
    const start = (nth: number) => Math.floor((nth * this.items.length) / slices);
    return Array.from({ length: slices }, (_, nth) => ({
      label: `part ${nth + 1}`,
      range: { from: start(nth), ...(nth + 1 < slices && { before: start(nth + 1) }) },
    }));
  }

  page(request: ListingRequest, askedAtMs: number): SourcePage {
    const { cursor, range } = request;
    const { incremental, pageSize, overlaps, end, tellsTotal } = this.options;
    // A listing that shifts under its reader gives the record before again.
    const shift = !overlaps && !this.isFaultless && this.random.chance(SHIFTED) ? 1 : 0;
    const place = readPlace(cursor, Number(range?.['from'] ?? 0));
    const back = place.edge === null ? shift : 1;
    let { items, index } = this.walk(request, place.index - back, pageSize + shift);
    const isPast = items.length === 0 && place.before !== null;
    if (isPast) items = this.walk(request, place.before ?? 0, pageSize).items;
    const edgeAt = place.edge === null ? -1 : items.findIndex((item) => this.sentId(item) === place.edge);
    const isLost = place.edge !== null && edgeAt === -1;
    const records: SourceRecord[] = items.map((item, at) => ({
      ...this.entry(item),
      ...(at === edgeAt && { overlap: true }),
    }));
    records.push(...this.doubled(records), ...this.twinOf(request, place.index));
    const madeUp = items.length < pageSize && this.faults.endless.present ? this.makeUpSome() : [];
    records.push(...madeUp.map((item) => this.entry(item)));
    const edge = overlaps && items.length >= Math.max(2, pageSize) ? this.sentId(items.at(-1)) : null;
    index = isPast ? place.index + 1 : index;
    const listed = { index, edge, before: isPast ? place.before : place.index, found: items.length };
    const isAtEnd = index >= this.listed(range).length;
    const next =
      madeUp.length > 0
        ? formatPlace({ index: index + madeUp.length, edge: null, before: null })
        : nextPlace(end, listed, { isAtEnd, pageSize });
    return {
      records,
      next,
      bound: incremental ? this.bound(askedAtMs) : null,
      ...(isLost && { shifted: describeLostEdge(place.edge) }),
      ...(tellsTotal && { total: this.total(request) }),
      ...(end === 'repeated page' && { repeatsAtEnd: true }),
    };
  }

  /** Records from a place on, as many as a page has; `index`: the place behind them. */
  private walk(
    { since, range }: ListingRequest,
    from: number,
    most: number,
  ): { readonly items: readonly SourceItem[]; readonly index: number } {
    const listed = this.listed(range);
    const items: SourceItem[] = [];
    let index = Math.max(Number(range?.['from'] ?? 0), from);
    for (; index < listed.length && items.length < most; index += 1) {
      const item = listed[index];
      if (item !== undefined && this.isWanted(item, since)) items.push(item);
    }
    return { items, index };
  }

  private bound(askedAtMs: number) {
    const saidMs = askedAtMs + (this.faults.clockAhead.present ?? 0);
    return { kind: 'time', value: new Date(saidMs).toISOString() } as const;
  }

  /** How many records it says that there are, whatever it lists. */
  private total({ since, range }: ListingRequest): number {
    const first = Number(range?.['from'] ?? 0);
    const all = this.all(range).slice(first);
    const count = all.filter((item) => this.isWanted(item, since)).length;
    return Math.max(0, count + (this.faults.wrongTotal.present ?? 0));
  }

  /** What its listing gives of a record. */
  private entry(item: SourceItem): SourceRecord {
    const record = this.record(item);
    if (item.seen.gone && this.options.reportsDeletions) return { ...record, data: null, gone: 'announced' };
    return this.options.isInventory ? { ...record, data: null, listedOnly: true } : record;
  }

  private sentId(item: SourceItem | undefined): string | null {
    return item === undefined ? null : this.record(item).externalId;
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

  /** An entry with the id of one that came on an earlier page: the same again, or another record. */
  private twinOf(request: ListingRequest, index: number): readonly SourceRecord[] {
    const { twins, isInventory } = this.options;
    if (twins === 0 || this.isFaultless || !this.random.chance(twins)) return [];
    const first = Number(request.range?.['from'] ?? 0);
    const { items } = this.walk(request, first, Infinity);
    const earlier = items.filter((item) => this.listed(request.range).indexOf(item) < index);
    const sound = earlier.filter(({ seen }) => seen.poison === undefined && !seen.gone);
    if (sound.length === 0) return [];
    const { data, version, ...entry } = this.entry(this.random.pick(sound));
    if (this.random.chance(0.5)) return [{ ...entry, version, data }];
    if (isInventory) return [{ ...entry, version: String(Number(version) + 1_000), data }];
    return [{ ...entry, version, data: { ...(data as object), twin: true } }];
  }

  private makeUpSome(): readonly SourceItem[] {
    return this.makeUp(this.options.tellsTotal ? MANY_MADE_UP : MADE_UP);
  }

  private listed(range: ListingRequest['range']): readonly SourceItem[] {
    const all = this.all(range);
    return this.options.listing === 'stable' ? all : all.slice(0, this.faults.lie.present ?? Infinity);
  }

  private all(range: ListingRequest['range']): readonly SourceItem[] {
    const all = this.options.listing === 'stable' ? this.items : this.present();
    return all.slice(0, Number(range?.['before'] ?? Infinity));
  }

  private isWanted({ seen }: SourceItem, since: ListingRequest['since']): boolean {
    const isChanged = seen.modifiedAtMs >= (since === null ? -Infinity : Date.parse(since.value));
    return isChanged && (!seen.gone || this.options.reportsDeletions);
  }
}
