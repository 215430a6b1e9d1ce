import { canonicalText } from '../../json-text/canonical-text.js';
import type { JsonObject, JsonValue } from '../../json.js';
import { rebase, unknownBase, type Base } from '../../three-way/agreed-base.js';
import type { Joined } from '../../three-way/join-sides.js';
import type { ReadSince, RemoteReading } from '../../three-way/sides.js';
import type { CompiledConflictPolicy } from '../compile-conflict-policy.js';
import { joinByPolicy } from '../join-by-policy.js';
import { RoundingProvider } from './rounding-provider.js';

export interface WorldRules {
  readonly policy: CompiledConflictPolicy;
  /** What the answer to a write holds. */
  readonly answersWithBody: boolean;
  readonly hasVersions: boolean;
  /** Whether the answer to a write names its version; left out: where there are versions. */
  readonly answersVersion?: boolean;
  readonly fits?: (record: JsonObject) => boolean;
  readonly watch?: WorldWatch;
}

/** What goes wrong, or happens, in a run. */
export interface RunEvents {
  /** Fields that the listing leaves out; undefined: it is complete. */
  readonly summaryWithout?: readonly string[] | undefined;
  /** An edit here after the push left and before its answer is stored. */
  readonly meanwhile?: readonly [string, JsonValue | undefined] | undefined;
  /** An edit at the provider after it has carried out the push and before anything is read of it since. */
  readonly meanwhileThere?: readonly [string, JsonValue | undefined] | undefined;
  /** The process ends before the push, or after it and before its answer is stored. */
  readonly crash?: 'before_push' | 'before_answer' | undefined;
}

/** Sees what the engine does as it does it. */
export interface WorldWatch {
  overwrite(overwritten: Overwritten): void;
  /** A side has other values than before. */
  change(local: JsonObject, remote: JsonObject): void;
}

/** A value that the engine wrote over. */
export interface Overwritten {
  readonly side: 'local' | 'remote';
  readonly field: string;
  readonly value: JsonValue | undefined;
}

/** One record on both sides of a job, with people on either side: what the engine stores of it and does with it, in little. */
export class TwoWayWorld {
  readonly provider: RoundingProvider;
  base: Base = unknownBase(1);
  open: readonly string[] = [];
  private clockMs = Date.UTC(2026, 10, 30);
  private writtenVersion: number | undefined;
  /** Read before the last write. */
  private overVersion: number | undefined;
  private readonly changedAt: Record<'local' | 'remote', Record<string, string>> = { local: {}, remote: {} };

  constructor(
    public local: JsonObject,
    remote: JsonObject,
    private readonly rules: WorldRules,
  ) {
    this.provider = new RoundingProvider(remote);
    this.changedAt.local = timesOf([...Object.keys(local), ...Object.keys(remote)], this.now());
    this.changedAt.remote = { ...this.changedAt.local };
  }

  edit(side: 'local' | 'remote', field: string, value: JsonValue | undefined): void {
    this.changedAt[side][field] = this.now();
    if (side === 'remote') this.provider.edit(field, value);
    else this.local = withField(this.local, field, value);
  }

  /** Whether something that was written was not read since. */
  get isUnread(): boolean {
    return this.base.unread.length > 0;
  }

  /** The mapping is changed for some fields. */
  remap(fields: readonly string[]): void {
    this.base = rebase(this.base, this.base.mappingRevision + 1, fields);
  }

  run({ summaryWithout, meanwhile, meanwhileThere, crash }: RunEvents = {}): void {
    this.take(this.join(this.reading(summaryWithout)));
    if (crash === 'before_push') return;
    // A write reads first: what the listing left out may have changed.
    const joined = this.take(this.join(this.reading(undefined)));
    if (joined.sent.length === 0) return;
    this.note('remote', this.provider.read(), joined.remote);
    this.overVersion = this.provider.version;
    this.provider.write(joined.remote);
    this.rules.watch?.change(this.local, this.provider.read());
    // It is stored with the intent, so that a look-up which finds the write carried out has it.
    this.base = joined.written;
    this.writtenVersion = this.provider.version;
    const answer = this.reading(undefined);
    if (meanwhile !== undefined) this.edit('local', ...meanwhile);
    if (meanwhileThere !== undefined) this.edit('remote', ...meanwhileThere);
    if (this.rules.answersWithBody && crash !== 'before_answer') this.take(this.join(answer));
  }

  private join(remote: RemoteReading): Joined {
    const { policy, fits = () => true } = this.rules;
    return joinByPolicy(
      { base: this.base, local: this.local, remote },
      { policy, fits, circumstances: { changedAt: this.changedAt, onFailure: 'review' } },
    );
  }

  private take(joined: Joined): Joined {
    this.note('local', this.local, joined.local);
    this.local = joined.local;
    this.rules.watch?.change(this.local, this.provider.read());
    this.base = joined.base;
    this.open = joined.open.map(({ path }) => path).toSorted();
    return joined;
  }

  private note(side: Overwritten['side'], before: JsonObject, after: JsonObject): void {
    for (const field of Object.keys(before)) {
      const [value, now] = [before[field], after[field]];
      if (now === undefined || canonicalText(now) !== canonicalText(value as JsonValue))
        this.rules.watch?.overwrite({ side, field, value });
    }
  }

  private reading(without: readonly string[] | undefined): RemoteReading {
    const entries = Object.entries(this.provider.read()).filter(([name]) => !without?.includes(name));
    return {
      data: Object.fromEntries(entries),
      isComplete: without === undefined,
      ...(this.rules.hasVersions && this.since()),
    };
  }

  private since(): ReadSince {
    const { provider, writtenVersion, overVersion, rules } = this;
    if (writtenVersion === undefined) return {};
    if (rules.answersVersion === false) return { isAfterWrite: provider.version !== overVersion };
    return { isAsWritten: provider.version === writtenVersion };
  }

  private now(): string {
    this.clockMs += 1000;
    return new Date(this.clockMs).toISOString();
  }
}

function withField(record: JsonObject, field: string, value: JsonValue | undefined): JsonObject {
  const { [field]: _, ...rest } = record;
  return value === undefined ? rest : { ...rest, [field]: value };
}

function timesOf(fields: readonly string[], at: string): Record<string, string> {
  return Object.fromEntries(fields.map((field) => [field, at]));
}
