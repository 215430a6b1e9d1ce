import {
  shapeFromJson,
  shapeToJson,
  type JsonValue,
  type ShapeChange,
  type StreamShape,
} from '@evenkeel/domain';
import type {
  Listed,
  ListRequest,
  NewShapeVersion,
  ShapeKey,
  ShapeVersion,
  StreamShapeRepository,
} from '@evenkeel/ports';
import type { Session } from '../database/session.js';
import { IS_THERE } from '../job/statements.js';
import { listed } from '../table/keyset.js';
import { isUuid } from '../table/row-names.js';

/** Changes of one version that are kept. */
const MOST_CHANGES = 100;
/** Versions that are kept. */
const MOST_VERSIONS = 500;

interface ShapeRow {
  version: number;
  seen: JsonValue;
  accepted_version: number;
  accepted: JsonValue;
  sampled: boolean;
  counted_at: Date;
}
const COLUMNS = 'version, seen, accepted_version, accepted, sampled, counted_at';

interface VersionRow {
  version: number;
  changes: readonly ShapeChange[];
  changeCount: number;
  executionId: string;
  seenAt: Date;
}

const IS_GUARDED = `select from job j join job_revision r on r.job_id = j.id and r.revision = j.revision
  where ${IS_THERE} and j.connection_id = $1 and j.stream = $2 and r.definition ->> 'schemaPolicy' = 'stop'
  and exists (
    select from stream_shape s join job of on of.connection_id = s.connection_id and of.stream = s.stream
    join execution e on e.job_id = of.id
    where s.connection_id = $1 and s.stream = $2 and e.lane = 'bulk' and e.scope ->> 'kind' = 'full'
      and e.status in ('completed', 'completed_with_errors') and e.finished_at > s.created_at)
  limit 1`;

export class PostgresStreamShapeRepository implements StreamShapeRepository {
  constructor(private readonly session: Session) {}

  async find({ connectionId, stream }: ShapeKey): Promise<(StreamShape & { countedAt: Date }) | undefined> {
    if (!isUuid(connectionId)) return undefined;
    const row = await this.session.row<ShapeRow>(
      `select ${COLUMNS} from stream_shape where connection_id = $1 and stream = $2 and tenant_id = $3`,
      [connectionId, stream, this.session.tenant],
    );
    return row && shapeFromRow(row);
  }

  async lock(key: ShapeKey): Promise<StreamShape> {
    const { connectionId, stream } = key;
    await this.session.write(
      `insert into stream_shape (tenant_id, connection_id, stream, version, seen, accepted_version, sampled)
       values ($1, $2, $3, 0, 'null', 0, false) on conflict do nothing`,
      [this.session.tenant, connectionId, stream],
    );
    const row = await this.session.row<ShapeRow>(
      `select ${COLUMNS} from stream_shape where connection_id = $1 and stream = $2 and tenant_id = $3 for update`,
      [connectionId, stream, this.session.tenant],
    );
    return shapeFromRow(row!);
  }

  async save(
    { connectionId, stream }: ShapeKey,
    { version, seen, acceptedVersion, accepted, isSampled }: StreamShape,
    added?: NewShapeVersion,
  ): Promise<void> {
    const isNewest = acceptedVersion === version;
    await this.session.write(
      `update stream_shape set version = $4, seen = $5, accepted_version = $6, accepted = $7, sampled = $8,
         counted_at = engine_now()
       where connection_id = $1 and stream = $2 and tenant_id = $3`,
      [
        ...[connectionId, stream, this.session.tenant, version, JSON.stringify(shapeToJson(seen))],
        ...[acceptedVersion, isNewest ? null : JSON.stringify(shapeToJson(accepted)), isSampled],
      ],
    );
    if (added === undefined) return;
    const told = JSON.stringify(added.changes.slice(0, MOST_CHANGES));
    await this.session.write(
      `with old as (
         delete from stream_shape_version where connection_id = $1 and stream = $2 and version <= $3::int - ${MOST_VERSIONS})
       insert into stream_shape_version (connection_id, stream, version, changes, change_count, execution_id)
       values ($1, $2, $3, $4, $5, $6)`,
      [connectionId, stream, version, told, added.changes.length, added.executionId],
    );
  }

  async isGuarded({ connectionId, stream }: ShapeKey): Promise<boolean> {
    return (await this.session.row(IS_GUARDED, [connectionId, stream])) !== undefined;
  }

  async versions(key: ShapeKey, request: ListRequest): Promise<Listed<ShapeVersion>> {
    const rows = await this.session.rows<VersionRow>(
      `select v.version, v.changes, v.change_count as "changeCount", v.execution_id as "executionId", v.seen_at as "seenAt"
       from stream_shape_version v join stream_shape s using (connection_id, stream)
       where v.connection_id = $1 and v.stream = $2 and s.tenant_id = $3 and ($4::int is null or v.version < $4)
       order by v.version desc limit $5`,
      [key.connectionId, key.stream, this.session.tenant, request.after, request.limit + 1],
    );
    return listed(
      rows,
      request,
      ({ version }) => String(version),
      (row) => row,
    );
  }
}

function shapeFromRow(row: ShapeRow): StreamShape & { countedAt: Date } {
  const seen = shapeFromJson(row.seen);
  const isNewest = row.accepted_version === row.version;
  return {
    version: row.version,
    seen,
    acceptedVersion: row.accepted_version,
    accepted: isNewest ? seen : shapeFromJson(row.accepted),
    isSampled: row.sampled,
    countedAt: row.counted_at,
  };
}
