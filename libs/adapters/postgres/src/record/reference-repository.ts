import type { RecordUpdate, ReferenceSet, ReferenceState } from '@evenkeel/domain';
import type { Contradictions, ReferenceRepository } from '@evenkeel/ports';
import { bigintArray, textArray } from '../database/binary-array.js';
import type { Session } from '../database/session.js';
import { FIND_ADOPTABLE } from './adoptable-statement.js';
import { referenceFromRow, referencesFromArrays, SIGHTINGS } from './reference-row.js';
import type { KnownSet, ReferenceSets } from './reference-sets.js';
import { FIND_REFERENCES, LOCK_REFERENCES, NOTE_VERSIONS, TOUCH_REFERENCES } from './reference-statements.js';

export class PostgresReferenceRepository implements ReferenceRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async find(set: ReferenceSet, externalIds: readonly string[]): Promise<readonly ReferenceState[]> {
    const storable = storableAmong(externalIds);
    const known = await this.knownSet(set, storable);
    if (known === undefined) return [];
    const [row] = await this.session.hot(FIND_REFERENCES, [known.id, textArray(storable)]);
    return referencesFromArrays(row!, storable);
  }

  async lock(set: ReferenceSet, externalIds: readonly string[]): Promise<readonly ReferenceState[]> {
    const storable = storableAmong(externalIds);
    const known = await this.knownSet(set, storable);
    if (known === undefined) return [];
    return (await this.session.hot(LOCK_REFERENCES, [known.id, textArray(storable)])).map(referenceFromRow);
  }

  async touch(referenceIds: readonly string[], observedAt: string): Promise<void> {
    if (referenceIds.length === 0) return;
    await this.session.hot(TOUCH_REFERENCES, [bigintArray(referenceIds.map(Number)), observedAt]);
  }

  async noteVersions(sightings: readonly RecordUpdate[]): Promise<void> {
    if (sightings.length === 0) return;
    await this.session.hot(NOTE_VERSIONS, SIGHTINGS.values(sightings));
  }

  async adoptable({ jobId, executionId, isNamed, sightings }: Contradictions): Promise<ReadonlySet<string>> {
    const rows = await this.session.rows<{ externalId: string }>(FIND_ADOPTABLE, [
      jobId,
      executionId,
      isNamed,
      sightings.map(({ reference }) => reference.externalId),
      sightings.map(({ reference }) => reference.id),
      sightings.map(({ observedAt }) => observedAt),
    ]);
    return new Set(rows.map(({ externalId }) => externalId));
  }

  private async knownSet(set: ReferenceSet, asked: readonly string[]): Promise<KnownSet | undefined> {
    const known = await this.sets.find(this.session, set);
    return asked.length === 0 ? undefined : known;
  }
}

/** A text with a NUL cannot be stored, and asking for one is an error. */
function storableAmong(externalIds: readonly string[]): readonly string[] {
  return externalIds.filter((externalId) => !externalId.includes('\0'));
}
