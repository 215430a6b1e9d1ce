import { SyncError } from '@evenkeel/domain';
import type { SeededRandom } from '../../world/seeded-random.js';
import type { WorldProfile } from '../../world/world-profile.js';
import { personSays } from '../../matched/matched-data.js';
import { eventSays, thingSays } from './joined-data.js';
import { USUAL_ANSWERS } from './record-answers.js';
import { SourceStream, type StreamOptions } from './source-stream.js';

/** Records with versions, read as a whole. */
export const THINGS = 'things';
/** Records with times only, of which those changed since can be asked for. */
export const EVENTS = 'events';

/** Records of the job that people may remove. */
export const EXTRAS = 'extras';

const USUAL_MS = 200;
const SLOW_MS = 4_000;
/** Longer than a lease. */
const VERY_SLOW_MS = 25_000;
/** What a caller is told to wait, at most; then it may be told again. */
const LONGEST_WAIT_MS = 5_000;
/** A run of a world with short timeouts has no time for it, once it has gone on for a while. */
const VERY_LONG_WAIT_MS = 25_000;

type ProviderProfile = Pick<
  WorldProfile,
  | 'providerErrors'
  | 'slowAnswers'
  | 'contention'
  | 'moreRecords'
  | 'slices'
  | 'isShifting'
  | 'overlaps'
  | 'thingsEnd'
  | 'eventsEnd'
  | 'tellsTotals'
  | 'twins'
  | 'thingsInventory'
  | 'eventsInventory'
  | 'answers'
  | 'tombstones'
  | 'eventsTimes'
  | 'isJoined'
  | 'isMatched'
>;

/** The other side of a simulated world. Its clock is not ours. */
export class ScriptedProvider {
  readonly streams: ReadonlyMap<string, SourceStream>;
  private isFlaky = true;
  private downUntilMs = -Infinity;
  private limitedUntilMs = -Infinity;

  constructor(
    private readonly random: SeededRandom,
    readonly now: () => number,
    private readonly profile: ProviderProfile,
  ) {
    this.streams = new Map(
      [thingsOf(profile, random), eventsOf(profile, random), EXTRAS_OPTIONS].map((options) => [
        options.name,
        new SourceStream(options, random.fork(options.name), now),
      ]),
    );
  }

  /** Whether its records are joined. */
  get isJoined(): boolean {
    return this.profile.isJoined;
  }

  /** Whether likeness decides who is one. */
  get isMatched(): boolean {
    return this.profile.isMatched;
  }

  /** From now on every call succeeds and nothing hides. */
  stopFaults(): void {
    this.isFlaky = false;
    for (const stream of this.streams.values()) stream.stopFaults();
  }

  anyStream(): SourceStream {
    return this.stream(this.random.chance(0.5) ? THINGS : EVENTS);
  }

  stream(name: string): SourceStream {
    const stream = this.streams.get(name);
    if (stream === undefined) throw new Error(`The provider has no ${name}`);
    return stream;
  }

  /** What its clock says when the engine's says `engineMs`; `engineNowMs` is what the engine's says now. */
  fromEngineMs(engineMs: number, engineNowMs: number): number {
    return engineMs + this.now() - engineNowMs;
  }

  /** No call reaches it for so long. */
  goDown(forMs: number): void {
    this.downUntilMs = this.now() + forMs;
  }

  /** It asks every caller to come back later for so long. */
  holdOff(forMs: number): void {
    this.limitedUntilMs = this.now() + forMs;
  }

  /** How long the next answer takes. */
  latencyMs(random: SeededRandom): number {
    if (this.isFlaky && random.chance(this.profile.slowAnswers)) return VERY_SLOW_MS;
    return 1 + random.below(random.chance(0.3) ? SLOW_MS : USUAL_MS);
  }

  /** How long the caller is told to wait; 0: it gets an answer. */
  waitMs(random: SeededRandom): number {
    const isLimited = this.isFlaky && this.now() < this.limitedUntilMs;
    if (!isLimited) return 0;
    return random.chance(0.1) ? VERY_LONG_WAIT_MS : 1 + random.below(LONGEST_WAIT_MS);
  }

  /** Throws as a line does that is down now and then. */
  answer(): void {
    const isDown = this.now() < this.downUntilMs || this.random.chance(this.profile.providerErrors);
    if (this.isFlaky && isDown) throw new SyncError('provider.unreachable', 'The line is down');
  }
}

/** What a stream is like unless a world says otherwise. */
const USUAL = {
  hasVersions: true,
  hasTimes: true,
  incremental: false,
  listing: 'stable',
  overlaps: false,
  end: 'said',
  tellsTotal: false,
  twins: 0,
  isInventory: false,
  reportsDeletions: false,
  slices: 1,
  contention: 0,
  answers: USUAL_ANSWERS,
  saysMore: () => ({}),
} as const;

const EXTRAS_OPTIONS: StreamOptions = { ...USUAL, name: EXTRAS, records: 3, pageSize: 2 };

function thingsOf(profile: ProviderProfile, random: SeededRandom): StreamOptions {
  const { contention, moreRecords, isShifting, thingsInventory, tellsTotals, twins, answers } = profile;
  const overlaps = isShifting && profile.overlaps;
  const records = 2 + random.below(4) + moreRecords;
  const size = pageSize(profile, random);
  return {
    ...USUAL,
    name: THINGS,
    records,
    // Of two records one is the one before: such a listing would take twice as long.
    pageSize: overlaps ? Math.max(3, size) : size,
    listing: isShifting ? 'shifting' : 'stable',
    overlaps,
    end: isShifting && profile.thingsEnd === 'repeated page' ? 'empty page' : profile.thingsEnd,
    tellsTotal: tellsTotals,
    twins,
    isInventory: thingsInventory,
    contention,
    answers,
    ...(profile.isJoined && { saysMore: thingSays }),
    ...(profile.isMatched && { saysMore: personSays }),
  };
}

/** Stable: of a listing that shifts an incremental run would miss what has changed. */
function eventsOf(profile: ProviderProfile, random: SeededRandom): StreamOptions {
  const { contention, moreRecords, slices, eventsInventory, eventsEnd, tellsTotals, twins } = profile;
  const { answers, tombstones, eventsTimes } = profile;
  return {
    ...USUAL,
    name: EVENTS,
    records: 3 + random.below(8) + moreRecords,
    pageSize: pageSize(profile, random),
    // An inventory without versions says nothing.
    hasVersions: eventsInventory,
    hasTimes: eventsTimes,
    incremental: true,
    isInventory: eventsInventory,
    end: eventsEnd,
    tellsTotal: tellsTotals,
    twins,
    reportsDeletions: tombstones,
    slices,
    contention,
    answers,
    ...(profile.isJoined && { saysMore: eventSays }),
    ...(profile.isMatched && { saysMore: personSays }),
  };
}

/** Many short pages where records are contended for: some are always on their way. Else few, however many records there are. */
function pageSize({ contention, moreRecords }: ProviderProfile, random: SeededRandom): number {
  return contention > 0 ? 1 : 1 + random.below(3) + Math.floor(moreRecords / 4);
}
