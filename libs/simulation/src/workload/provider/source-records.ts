import { isJsonObject, SyncError, type JsonObject, type SourceRecord } from '@evenkeel/domain';
import type { SeededRandom } from '../../world/seeded-random.js';
import { answerGone, type RecordAnswers } from './record-answers.js';
import { POISONS, SourceItem } from './source-item.js';

export interface RecordsOptions {
  readonly name: string;
  readonly records: number;
  /** Whether its records carry a number that grows with each change; if not, only times tell what is newer. */
  readonly hasVersions: boolean;
  /** Whether they say when they were changed. */
  readonly hasTimes: boolean;
  /** `shifting`: its records have places in a list, where what comes, goes or is moved pulls or pushes the others. */
  readonly listing: 'stable' | 'shifting';
  /** The chance that it is the first record that something is done to; half as often it comes with any page. */
  readonly contention: number;
  /** What is answered where one of its records is asked for. */
  readonly answers: RecordAnswers;
  /** What a version of a record says beside its id and its version. */
  readonly saysMore: (id: string, version: number) => JsonObject;
}

/** A record has left its place, so that those behind it come one nearer; or one has come before others. */
interface Move {
  readonly atMs: number;
  readonly way: 'away' | 'in';
}

/** So many records a stream gets while it is read. */
const MOST_ARRIVALS = 5;

/** The records of one stream at the provider, in the order of its list, and what happens to them. */
export class SourceRecords<Options extends RecordsOptions> {
  protected readonly items: SourceItem[];
  protected isFaultless = false;
  /** What a listing without end has made up: it is nowhere else. */
  private readonly madeUp: SourceItem[] = [];
  private readonly moves: Move[] = [];

  constructor(
    readonly options: Options,
    protected readonly random: SeededRandom,
    /** The provider's own clock, in milliseconds. */
    protected readonly now: () => number,
  ) {
    this.items = Array.from({ length: options.records }, (_, index) => this.newItem(index));
  }

  /** Of what is there. */
  get ids(): readonly string[] {
    return this.present().map(({ id }) => id);
  }

  /** No record is poisoned any more, and every edit can be seen. What is gone stays so. */
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
    if (this.present().length === 0) return;
    const item = this.someItem();
    item.change(0, { gone: true });
    this.moved(item, 'away');
  }

  /** Something that was deleted is there again as it was; gives its id. */
  restore(): string | undefined {
    const gone = this.items.filter(({ seen }) => seen.gone);
    if (gone.length === 0) return undefined;
    const item = this.random.pick(gone);
    item.change(0, { back: true });
    this.moved(item, 'in');
    return item.id;
  }

  /** A record that never was, before all others where places shift, else behind them; gives its id. */
  add(): string | undefined {
    if (this.items.length >= this.options.records + MOST_ARRIVALS) return undefined;
    const item = this.newItem(this.items.length);
    if (this.options.listing === 'shifting') this.items.unshift(item);
    else this.items.push(item);
    this.moved(item, 'in');
    return item.id;
  }

  /** Where places shift, a record that is there gets the last one. */
  moveToEnd(): void {
    if (this.options.listing === 'stable') return;
    const item = this.someItem();
    this.items.splice(this.items.indexOf(item), 1);
    this.items.push(item);
    this.moved(item, 'away');
  }

  someId(): string {
    return this.someItem().id;
  }

  poison(): void {
    this.someItem().change(0, { poison: this.random.pick(POISONS) });
  }

  /** What a store that saw everything holds, by id. */
  rows(): ReadonlyMap<string, JsonObject> {
    return new Map(this.present().map((item) => [item.id, this.dataOf(item)]));
  }

  /** Sound versions that a run must have seen which read everything changed before this time, by id. */
  versionsBefore(ms: number): ReadonlyMap<string, number> {
    return new Map(this.items.map((item) => [item.id, item.versionBefore(ms)]));
  }

  /** Versions of what has been there unchanged and sound since this time, by id: every listing and every question gives them. */
  steadySince(ms: number): ReadonlyMap<string, number> {
    return new Map(
      this.items.flatMap((item) => {
        const version = item.steadyVersion(ms);
        return version === undefined ? [] : [[item.id, version] as const];
      }),
    );
  }

  item(id: string): SourceItem | undefined {
    return this.items.find((item) => item.id === id) ?? this.madeUp.find((item) => item.id === id);
  }

  find(id: string): SourceRecord | undefined {
    const item = this.present().find((candidate) => candidate.id === id);
    if (item !== undefined && item.seen.poison === 'refused')
      throw new SyncError('provider.record_not_readable', `${id} is not for you`);
    return item === undefined ? answerGone(id, this.options.answers) : this.detail(item);
  }

  /** Ids of what has been gone since this time, and could be seen to be. */
  goneSince(ms: number): readonly string[] {
    return this.items.flatMap(({ id, seen }) => (seen.gone && seen.visibleAtMs <= ms ? [id] : []));
  }

  /** A record as it looks where it is asked for. */
  private detail(item: SourceItem): SourceRecord {
    const { data, ...record } = this.record(item);
    const hasOtherShape = this.options.answers.hasOtherShape && isJsonObject(data);
    return { ...record, data: hasOtherShape ? { ...data, asked: true } : data };
  }

  protected record(item: SourceItem): SourceRecord {
    const { version, modifiedAtMs, poison } = item.seen;
    const data = { ...this.dataOf(item), ...(poison === 'nul' ? { note: '\u0000' } : {}) };
    return {
      externalId: poison === 'no id' ? null : item.id,
      version: this.options.hasVersions ? String(version) : null,
      modifiedAt: this.options.hasTimes ? new Date(modifiedAtMs).toISOString() : null,
      data: poison === 'no object' ? 'nothing' : data,
    };
  }

  /** In which ways the places of records have changed since. */
  protected movesSince(ms: number): ReadonlySet<Move['way']> {
    return new Set(this.moves.flatMap(({ atMs, way }) => (atMs >= ms ? [way] : [])));
  }

  /** Records that nothing but a listing gives: who asks for one by its id learns that there is none. */
  protected makeUp(count: number): readonly SourceItem[] {
    const made = Array.from({ length: count }, (_, nth) => {
      const item = new SourceItem(`${this.options.name}-x${this.madeUp.length + nth}`, this.now);
      item.change(0, { gone: true });
      return item;
    });
    this.madeUp.push(...made);
    return made;
  }

  protected present(): readonly SourceItem[] {
    return this.items.filter((item) => !item.seen.gone);
  }

  /** Something that is there, if anything is. */
  private someItem(): SourceItem {
    const [first] = this.items;
    if (first?.seen.gone === false && this.random.chance(this.options.contention)) return first;
    const present = this.present();
    return this.random.pick(present.length > 0 ? present : this.items);
  }

  private moved(item: SourceItem, way: Move['way']): void {
    this.moves.push({ atMs: item.latestVisibleAtMs, way });
  }

  private dataOf({ id, seen: { version } }: SourceItem): JsonObject {
    return { id, version, ...this.options.saysMore(id, version) };
  }

  private newItem(nth: number): SourceItem {
    return new SourceItem(`${this.options.name}-${nth}`, this.now);
  }
}
