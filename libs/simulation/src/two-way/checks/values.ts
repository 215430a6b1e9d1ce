import type { JsonValue } from '@evenkeel/domain';
import { AUTOMATED, EDITED } from '../two-way-job.js';
import type { SeenRecord } from '../two-way-rows.js';
import type { TwoWayProfile } from '../two-way-profile.js';
import { isRefused, type Sides } from './both-sides.js';
import { editsOf, trimmed, versionsHere, versionsThere, type FieldEdit, type Version } from './histories.js';

/** All that both sides of a record have ever held. */
interface Pair {
  readonly here: readonly Version[];
  readonly there: readonly Version[];
  /** The same of the record in other streams, and of what became part of it. */
  readonly elsewhere: readonly (readonly Version[])[];
}

function elsewhere(
  { rows, provider }: Sides,
  externalId: string,
  record: SeenRecord,
): readonly (readonly Version[])[] {
  const others = rows.written.filter((each) => each.record === record.id && each.externalId !== externalId);
  const there = others.flatMap((each) => provider.records.find(each.externalId) ?? []);
  return there.map(versionsThere);
}

/** A value that no side gave, that people wrote over, or that the policy had to give up, in words; undefined: there is none. */
export function findWrongValue(sides: Sides): string | undefined {
  const { isShared } = sides.profile;
  const records = new Map(sides.rows.records.map((record) => [record.id, record]));
  for (const { externalId, record: id } of sides.rows.written) {
    const [record, there] = [records.get(id), sides.provider.records.find(externalId)];
    if (record === undefined || there === undefined) continue;
    const pair = {
      here: versionsHere(record, sides.rows),
      there: versionsThere(there),
      elsewhere: isShared ? elsewhere(sides, externalId, record) : [],
    };
    // What a side was deleted with before it was read is lost with it.
    if (isShared && [pair.here, pair.there, ...pair.elsewhere].flat().some(({ isDeleted }) => isDeleted))
      continue;
    // What the provider refuses it does not have.
    const isOnBoth = record.isActive && !there.now.isGone && !isRefused(sides.rows, record);
    const { isAutomated } = sides.profile;
    for (const field of EDITED.filter((name) => !isAutomated || name !== AUTOMATED)) {
      const problem =
        findForeign(field, pair) ?? (isOnBoth ? findLost(field, pair, sides.profile) : undefined);
      if (problem !== undefined) return `record ${id} and ${externalId}: ${field} ${problem}`;
    }
  }
  return undefined;
}

function findForeign(field: string, { here, there, elsewhere: others }: Pair): string | undefined {
  const edits = [here, there, ...others].flatMap((versions) => editsOf(field, versions));
  const given = new Set(edits.map(({ after }) => after));
  const held = [...here, ...there].map(({ data }) => trimmed(data[field]));
  const foreign = held.find((value) => value !== undefined && !given.has(value));
  return foreign === undefined ? undefined : `was ${text(foreign)}, which people gave to neither`;
}

function findLost(field: string, pair: Pair, profile: TwoWayProfile): string | undefined {
  const { here, there, elsewhere: others } = sinceDeleted(pair);
  const [ours, theirs] = [editsOf(field, here), editsOf(field, there)];
  const all = [...ours, ...theirs, ...others.flatMap((versions) => editsOf(field, versions))];
  const overwritten = new Set(all.map(({ before }) => before));
  const values = [here, there].map((versions) => trimmed(versions.at(-1)?.data[field]));
  const back = values.find((value) => value !== undefined && overwritten.has(value));
  if (back !== undefined) return `is ${text(back)}, which people wrote over`;
  const isEverDeleted = [...pair.here, ...pair.there].some(({ isDeleted }) => isDeleted);
  return isEverDeleted || profile.isShared || !isPolicySure(profile)
    ? undefined
    : findAgainstPolicy(values[0], strategyOf(field, profile), { ours, theirs });
}

/** What people deleted here they gave up, as it was then. */
function sinceDeleted({ here, there, elsewhere: others }: Pair): Pair {
  const last = here.findLastIndex(({ isDeleted }) => isDeleted);
  return { here: here.slice(last + 1), there, elsewhere: others };
}

/**
 * Where no answer leaves it open which version was written, what a side changed meanwhile is told from what became of our value. What is changed between the reading before a write
 * and the write is not promised where no version is checked: it is milliseconds, and seconds here.
 */
function isPolicySure({ isBothWays, writing }: TwoWayProfile): boolean {
  const isAnswered = writing.answers === 'record' && writing.readsOne && writing.lookUp !== null;
  return isBothWays && isAnswered && writing.checksVersion;
}

function strategyOf(field: string, { conflictPolicy }: TwoWayProfile): string {
  const { strategy = 'newest_wins', fields = {} } = (conflictPolicy ?? {}) as {
    readonly strategy?: string;
    readonly fields?: Readonly<Record<string, string>>;
  };
  return fields[field] ?? strategy;
}

interface FieldEdits {
  readonly ours: readonly FieldEdit[];
  readonly theirs: readonly FieldEdit[];
}

/** One side wrote a value over one that the other side had written over as well, and had to give way. */
function findAgainstPolicy(
  value: JsonValue | undefined,
  strategy: string,
  { ours, theirs }: FieldEdits,
): string | undefined {
  if (strategy !== 'source_wins' && strategy !== 'destination_wins') return undefined;
  const [giving, keeping] = strategy === 'source_wins' ? [ours, theirs] : [theirs, ours];
  const roots = rootsOf(value, giving);
  const contested = keeping.find(({ before }) => before !== undefined && roots.includes(before));
  return contested && `is ${text(value)}, and by ${strategy} it had to be ${text(contested.after)}`;
}

/** What people of one side wrote over, one after the other, until it was this. */
function rootsOf(
  value: JsonValue | undefined,
  edits: readonly FieldEdit[],
): readonly (JsonValue | undefined)[] {
  const roots: (JsonValue | undefined)[] = [];
  let sought = value;
  for (const { before, after } of edits.toReversed()) {
    if (after === undefined || after !== sought) continue;
    roots.push(before);
    sought = before;
  }
  return roots;
}

function text(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
