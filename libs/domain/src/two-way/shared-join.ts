import type { CompiledConflictPolicy } from '../conflict/compile-conflict-policy.js';
import { canonicalText } from '../json-text/canonical-text.js';
import type { JsonObject, JsonValue } from '../json.js';
import { layLocalSides, standingEdit, type LocalSide } from '../merge/local-side.js';
import type { MatchSettings } from '../match/match-settings.js';
import type { Projection } from '../merge/projection.js';
import { rankSource } from '../merge/rank-source.js';
import type { Joined } from '../three-way/join-sides.js';
import type { RecordPlace } from '../three-way/place.js';
import type { Choice, Contested, RemoteReading } from '../three-way/sides.js';

/** What a record of several sources is made of, of one of which a job goes both ways. */
export interface SharedSources {
  /** Of the source of this job, and of all others. */
  readonly own: Projection;
  readonly others: readonly Projection[];
  /** What was edited here. */
  readonly edits: readonly LocalSide[];
}

export interface SharedRules {
  /** How the record is made of what its sources say. */
  readonly merge: (projections: readonly Projection[]) => JsonObject;
  readonly ranking: Pick<MatchSettings, 'survivorship' | 'sourceRanking'>;
  readonly policy: CompiledConflictPolicy;
  /** When the source changed its record, or else when it was read. */
  readonly at: string;
}

type Said = Pick<Projection, 'data' | 'changedAt'>;

/**
 * How a reading of one source is joined with a record of several. The source says what differs from what it was known to hold, and nothing of what it holds because it
 * was sent there: that is said by the source that said it first. The record is made anew of what all of them say. Of a field of which another source has
 * said the value here survivorship decides, and the policy of the job where a person has.
 */
export class SharedJoin {
  /** Places at which another source says something else than this one; whether this one is overruled there. */
  private readonly settled = new Map<string, { readonly isOverruled: boolean }>();
  private isAsked = false;

  constructor(
    private readonly sources: SharedSources,
    private readonly local: JsonObject,
    private readonly remote: RemoteReading,
    private readonly rules: SharedRules,
  ) {}

  /** Whether a person is asked between two sources. */
  get isMultiSource(): boolean {
    return this.isAsked;
  }

  decide(contested: Contested): Choice | undefined {
    const field = fieldOf(contested.place);
    const { own, others, edits } = this.sources;
    if (standingEdit(field, [own, ...others], edits) !== undefined) return undefined;
    // It takes its own word back.
    if (this.isOwnWord(field)) return { kind: 'remote' };
    if (this.asksPeople(contested, field)) {
      this.isAsked = true;
      return { kind: 'undecided', asks: 'review' };
    }
    const said = withField(own, field, { value: valueAt(this.remote.data, field), at: this.rules.at });
    const isOverruled = textAt(this.made(said), field) !== textAt(this.remote.data, field);
    this.settled.set(contested.path, { isOverruled });
    return { kind: isOverruled ? 'local' : 'remote' };
  }

  /** What the source says from now on. */
  saidBy(joined: Joined): Said {
    const open = new Set(joined.open.map(({ path }) => path));
    let said: Said = this.sources.own;
    for (const { place, path, on } of joined.changed) {
      const field = fieldOf(place);
      if (on === 'local' || open.has(path)) continue;
      const settled = this.settled.get(path);
      if (settled !== undefined) {
        const value = valueAt(settled.isOverruled ? this.remote.data : joined.local, field);
        said = withField(said, field, { value, at: this.rules.at });
      } else if (textAt(joined.local, field) !== textAt(this.local, field)) {
        said = withField(said, field, { value: valueAt(joined.local, field), at: this.afterAll(field) });
      }
    }
    return said;
  }

  /** What the record becomes. */
  made(said: Said): JsonObject {
    const { own, others, edits } = this.sources;
    const projections = [{ ...own, ...said, active: true }, ...others];
    return layLocalSides(this.rules.merge(projections), projections, edits);
  }

  private isOwnWord(field: string): boolean {
    const here = textAt(this.local, field);
    const { own, others } = this.sources;
    return textAt(own.data, field) === here && others.every(({ data }) => textAt(data, field) !== here);
  }

  /** Where neither rank nor anything but time tells two sources apart, a policy that leaves the field to people has them asked. */
  private asksPeople({ place }: Contested, field: string): boolean {
    const { policy, ranking } = this.rules;
    return policy.strategyAt(place).strategy === 'manual' && !this.isRanked(field, ranking);
  }

  private isRanked(
    field: string,
    { survivorship = {}, sourceRanking = [] }: SharedRules['ranking'],
  ): boolean {
    if (!Object.hasOwn(survivorship, field) || survivorship[field] !== 'most_trusted') return false;
    const { own, others } = this.sources;
    const rank = rankSource(sourceRanking, own.source);
    const saying = others.filter(({ data }) => textAt(data, field) === textAt(this.local, field));
    return saying.some(({ source }) => rankSource(sourceRanking, source) !== rank);
  }

  /** What was said last before was known to this source, or a person has decided between the two: whatever the clocks say, this comes after it. */
  private afterAll(field: string): string {
    const { own, others, edits } = this.sources;
    const times = [own, ...others, ...edits].flatMap(({ changedAt }) =>
      Object.hasOwn(changedAt, field) ? [Date.parse(changedAt[field] as string) + 1] : [],
    );
    const given = Date.parse(this.rules.at);
    return times.every((time) => time <= given) ? this.rules.at : new Date(Math.max(...times)).toISOString();
  }
}

/** The top-level field that a place is in. */
function fieldOf([first]: RecordPlace): string {
  return typeof first === 'string' ? first : '';
}

function withField(
  { data, changedAt }: Said,
  field: string,
  { value, at }: { readonly value: JsonValue | undefined; readonly at: string },
): Said {
  const without = (fields: Readonly<Record<string, JsonValue>>) =>
    Object.entries(fields).filter(([name]) => name !== field);
  const said = value === undefined ? [] : [[field, value] as const];
  const times = value === undefined ? [] : [[field, at] as const];
  return {
    data: Object.fromEntries([...without(data), ...said]),
    changedAt: Object.fromEntries([...without(changedAt), ...times]) as Readonly<Record<string, string>>,
  };
}

function valueAt(data: JsonObject, field: string): JsonValue | undefined {
  return Object.hasOwn(data, field) ? data[field] : undefined;
}

function textAt(data: JsonObject, field: string): string | undefined {
  const value = valueAt(data, field);
  return value === undefined ? undefined : canonicalText(value);
}
