import type { JsonObject, SourceRecord, WriteOperation } from '@evenkeel/domain';
import { SyncError } from '@evenkeel/domain';
import type { PageRequest, SourcePage } from '@evenkeel/ports';
import type { TwoWayProfile } from '../two-way-profile.js';
import { LETTERS, PEOPLE } from '../two-way-job.js';
import { WrittenRecord, type Author, type RecordState } from './written-record.js';

/** The records of all streams, in the order in which they came to be. What is read of them may be older than what they are. */
export class WrittenRecords {
  readonly all: WrittenRecord[] = [];
  /** Ids of what was changed, as far as no notice was given of that. */
  readonly untold = new Set<string>();

  constructor(
    private readonly profile: Pick<TwoWayProfile, 'writing' | 'pageSize'>,
    private readonly now: () => number,
  ) {}

  add(fields: JsonObject, by: Author, stream: string = PEOPLE): string {
    const id = `${LETTERS[stream] ?? 'x'}-${this.of(stream).length + 1}`;
    this.all.push(new WrittenRecord(id, stream, { atMs: this.now(), fields, by }));
    this.untold.add(id);
    return id;
  }

  find(id: string): WrittenRecord | undefined {
    return this.all.find((record) => record.id === id);
  }

  put(id: string, change: Parameters<WrittenRecord['put']>[0]): void {
    this.find(id)!.put(change);
    this.untold.add(id);
  }

  get present(): readonly WrittenRecord[] {
    return this.all.filter(({ now }) => !now.isGone);
  }

  page({ cursor, since, pageSize }: PageRequest, askedAtMs: number, stream: string = PEOPLE): SourcePage {
    const all = this.of(stream);
    const fromMs = since === null ? -Infinity : Date.parse(since.value);
    const start = Number(cursor ?? 0);
    const listed: SourceRecord[] = [];
    let place = start;
    for (; place < all.length && listed.length < pageSize; place += 1) {
      const record = all[place]!;
      const state = record.at(this.seenAtMs);
      if (state !== undefined && !state.isGone && state.atMs >= fromMs)
        listed.push(this.sourceOf(record, state));
    }
    const next = place < all.length ? String(place) : null;
    return { records: listed, next, bound: { kind: 'time', value: new Date(askedAtMs).toISOString() } };
  }

  one(id: string): SourceRecord | undefined {
    const record = this.find(id);
    const state = record?.at(this.seenAtMs);
    return record === undefined || state === undefined || state.isGone
      ? undefined
      : this.sourceOf(record, state);
  }

  /** What was to be created, as far as it can be found by now. */
  lookUp({ intentId, data }: WriteOperation, stream: string = PEOPLE): SourceRecord | undefined {
    const { lookUp, lookUpLagMs } = this.profile.writing;
    const isSought = (record: WrittenRecord) =>
      lookUp?.by === 'key'
        ? record.createdBy !== 'people' && record.createdBy.intent === intentId
        : record.now.fields['email'] === data['email'];
    const found = this.present.filter(
      (record) =>
        record.stream === stream && record.states[0]!.atMs <= this.now() - lookUpLagMs && isSought(record),
    );
    if (found.length > 1) throw new SyncError('provider.look_up_unclear', 'Several records fit');
    return found[0] && this.sourceOf(found[0], found[0].now);
  }

  private of(stream: string): readonly WrittenRecord[] {
    return this.all.filter((record) => record.stream === stream);
  }

  private get seenAtMs(): number {
    return this.now() - this.profile.writing.readLagMs;
  }

  private sourceOf({ id }: WrittenRecord, { version, atMs, fields }: RecordState): SourceRecord {
    return {
      externalId: id,
      version: this.profile.writing.givesVersions ? String(version) : null,
      modifiedAt: new Date(atMs).toISOString(),
      data: { id, ...fields },
    };
  }
}
