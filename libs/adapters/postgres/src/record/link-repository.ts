import {
  DERIVED_COUNTERS,
  type ChunkId,
  type DerivedCounts,
  type KnownLink,
  type Orphan,
  type RecordLink,
  type ReferenceSet,
} from '@evenkeel/domain';
import type { LinkedRecord, LinkRepository, LinksOfRecord } from '@evenkeel/ports';
import { bigintArray } from '../database/binary-array.js';
import type { Session, TextRow } from '../database/session.js';
import {
  ADD_LINKS,
  COUNT_DERIVED,
  END_LINKS,
  LINK_ROWS,
  LINKS_FROM_RECORD,
  LINKS_OF_REFERENCES,
  LINKS_TO_RECORD,
  WITHOUT_PARENT,
  type NumberedLink,
} from './link-statements.js';
import type { ReferenceSets } from './reference-sets.js';

export class PostgresLinkRepository implements LinkRepository {
  constructor(
    private readonly session: Session,
    private readonly sets: ReferenceSets,
  ) {}

  async isLinked({ connectionId, stream, recordType }: ReferenceSet): Promise<boolean> {
    const row = await this.session.row<{ linked: boolean }>(
      `select exists (
         select from job j join job_revision r on r.job_id = j.id
         where j.connection_id = $1 and j.stream = $2 and j.record_type = $3 and j.tenant_id = $4
           and (r.definition -> 'derive' <> '[]' or r.definition -> 'links' <> '[]')) as linked`,
      [connectionId, stream, recordType, this.session.tenant],
    );
    return row?.linked ?? false;
  }

  async ofReferences(referenceIds: readonly string[]): Promise<readonly KnownLink[]> {
    if (referenceIds.length === 0) return [];
    const ids = bigintArray(referenceIds.map(Number));
    return (await this.session.hot(LINKS_OF_REFERENCES, [ids])).map(linkFromRow);
  }

  async add(links: readonly RecordLink[]): Promise<void> {
    if (links.length === 0) return;
    const rows: NumberedLink[] = [];
    for (const { to, ...link } of links) {
      const { id: setId } = await this.sets.findOrCreate(this.session, to);
      rows.push({ ...link, setId });
    }
    await this.session.hot(ADD_LINKS, LINK_ROWS.values(rows));
  }

  async end(links: readonly KnownLink[]): Promise<void> {
    if (links.length > 0) await this.session.hot(END_LINKS, [bigintArray(links.map(({ id }) => Number(id)))]);
  }

  async withoutParent(orphans: readonly Orphan[]): Promise<readonly Orphan[]> {
    const ids = orphans.flatMap(({ link }) => link.toReferenceId ?? []);
    if (ids.length === 0) return [];
    const rows = await this.session.hot(WITHOUT_PARENT, [bigintArray([...new Set(ids)].map(Number))]);
    const found = new Set(rows.map(([id]) => id));
    // Several parents may lose the same one.
    return orphans.filter(({ link }) => found.delete(link.toReferenceId));
  }

  async count(chunkId: ChunkId, counts: DerivedCounts): Promise<void> {
    await this.session.hot(COUNT_DERIVED, [chunkId, ...DERIVED_COUNTERS.map((counter) => counts[counter])]);
  }

  async ofRecord(recordId: string, most: number): Promise<LinksOfRecord> {
    const values = [recordId, this.session.tenant, most];
    return {
      from: await this.session.rows<LinkedRow>(LINKS_FROM_RECORD, values),
      to: await this.session.rows<LinkedRow>(LINKS_TO_RECORD, values),
    };
  }
}

type LinkedRow = LinkedRecord & Record<string, unknown>;

function linkFromRow(row: TextRow): KnownLink {
  const [id, referenceId, name, externalId, derived, connectionId, stream, recordType, rule, parentType] =
    row as readonly string[];
  const derivedBy = rule === '' ? {} : { derivedBy: { rule: rule!, parentType: parentType! } };
  return {
    id: id!,
    referenceId: referenceId!,
    name: name!,
    to: { connectionId: connectionId!, stream: stream!, recordType: recordType!, ...derivedBy },
    externalId: externalId!,
    isDerived: derived === 't',
    toReferenceId: row[10] ?? null,
  };
}
