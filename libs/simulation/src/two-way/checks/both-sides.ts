import { isContested, type JsonValue } from '@evenkeel/domain';
import type { WrittenProvider } from '../provider/written-provider.js';
import { REFUSED } from '../provider/write-desk.js';
import { FIELDS, streamOfId, streamsOf } from '../two-way-job.js';
import type { TwoWayProfile } from '../two-way-profile.js';
import type { SeenRecord, SeenWritten, TwoWayRows } from '../two-way-rows.js';
import { trimmed } from './histories.js';

/** Both sides once all has calmed down. */
export interface Sides {
  readonly rows: TwoWayRows;
  readonly provider: WrittenProvider;
  readonly profile: TwoWayProfile;
}

/** What of the sides differs although nothing tells of it, in words; undefined: nothing. */
export function findApart(sides: Sides): string | undefined {
  return findApartPair(sides) ?? findMissingThere(sides) ?? findMissingHere(sides);
}

function findApartPair(sides: Sides): string | undefined {
  const records = new Map(sides.rows.records.map((record) => [record.id, record]));
  for (const written of sides.rows.written) {
    const record = records.get(written.record);
    if (record === undefined) return `${written.externalId} leads to no record`;
    if (isRefused(sides.rows, record)) continue;
    const problem = comparePair(sides, written, record);
    if (problem !== undefined) return `record ${record.id} and ${written.externalId}: ${problem}`;
  }
  return undefined;
}

function comparePair(sides: Sides, written: SeenWritten, record: SeenRecord): string | undefined {
  const { profile, provider } = sides;
  const there = provider.records.find(written.externalId)?.now;
  if (there === undefined) return 'the provider never had it';
  if (record.isActive && !there.isGone)
    return written.isActive ? compareFields(sides, written, record) : 'it is there, and taken for gone';
  if (record.isActive) {
    // Another source has it still.
    if (profile.isShared && !written.isActive) return undefined;
    // A job that only writes learns of it once it writes the record again.
    const isUnseen = !profile.isBothWays && written.isActive;
    return isUnseen || isTold(sides, written) ? undefined : 'it is here and not there, and that is not told';
  }
  if (there.isGone) return undefined;
  if (record.cause !== 'deleted_locally') return `it is there and not here, because of ${record.cause}`;
  if (profile.deletePolicy === 'ignore') return undefined;
  return isTold(sides, written, ['conflicted', 'parked']) ? undefined : 'it was deleted here and is there';
}

function compareFields(sides: Sides, written: SeenWritten, record: SeenRecord): string | undefined {
  const there = sides.provider.records.find(written.externalId)!.now.fields;
  for (const field of FIELDS) {
    const [one, other] = [record.data[field], there[field]].map(trimmed);
    if (one === other) continue;
    const isLeftAlone = sides.rows.quarantined.some(({ externalId }) => externalId === written.externalId);
    const isOpen = written.agreed !== null && isContested(written.agreed, field);
    if (!isLeftAlone && (!isOpen || !isTold(sides, written)))
      return `${field} is ${told(one)} here and ${told(other)} there`;
  }
  return undefined;
}

function isTold(
  { rows }: Sides,
  { externalId }: SeenWritten,
  outcomes: readonly string[] = ['conflicted'],
): boolean {
  const waiting = [...rows.conflicts, ...rows.quarantined];
  if (waiting.some((one) => one.externalId === externalId)) return true;
  return rows.told.some((told) => told.externalId === externalId && outcomes.includes(told.outcome));
}

function told(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

/** The provider takes no such value, and its refusal is kept as a failure. */
export function isRefused({ failures }: TwoWayRows, { id, data }: SeenRecord): boolean {
  const hasSuch = Object.values(data).some((value) => typeof value === 'string' && value.startsWith(REFUSED));
  return hasSuch && failures.some(({ key }) => key === `record:${id}`);
}

function findMissingThere({ rows, profile }: Sides): string | undefined {
  const known = new Set(rows.written.map(({ record, externalId }) => `${streamOfId(externalId)} ${record}`));
  for (const stream of streamsOf(profile)) {
    const missing = rows.records.find(
      (record) => record.isActive && !known.has(`${stream} ${record.id}`) && !isRefused(rows, record),
    );
    if (missing !== undefined) return `record ${missing.id} was never created in ${stream}`;
  }
  return undefined;
}

function findMissingHere({ rows, provider }: Sides): string | undefined {
  const known = new Set(rows.written.map(({ externalId }) => externalId));
  const missing = provider.records.present.find(({ id }) => !known.has(id));
  return missing && `${missing.id} is there, and no record is known to be it`;
}
