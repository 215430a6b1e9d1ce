import type {
  ListView,
  RequestOf,
  ShapeChangeView,
  ShapeVersionView,
  StreamShapeView,
} from '@evenkeel/contracts-admin';
import {
  acceptShape,
  describeChange,
  diffShapes,
  listPlaces,
  SyncError,
  type Connection,
  type ShapeChange,
  type StreamShape,
} from '@evenkeel/domain';
import { Logger, Store, type ShapeVersion, type Transaction } from '@evenkeel/ports';
import type { Caller } from '../caller.js';
import { toListRequest, toListView } from '../lists/cursor.js';
import { findConnection } from './find-connection.js';

/** What the records of streams look like, and that what they have become is right. */
export class ManageStreamShapes {
  constructor(
    private readonly store: Store,
    private readonly log: Logger,
  ) {}

  async show(
    { tenantId }: Caller,
    { connection, stream }: RequestOf<'showStreamShape'>,
  ): Promise<StreamShapeView> {
    return this.store
      .of(tenantId)
      .transaction(async (tx) => viewShape(tx, await findConnection(tx, connection), stream));
  }

  async versions(
    { tenantId }: Caller,
    { connection: reference, stream, ...query }: RequestOf<'listShapeVersions'>,
  ): Promise<ListView<ShapeVersionView>> {
    const request = toListRequest('shape-versions', query);
    return this.store.of(tenantId).transaction(async (tx) => {
      const connection = await findConnection(tx, reference);
      await assertSeen(tx, connection, stream);
      const versions = await tx.streamShapes.versions({ connectionId: connection.id, stream }, request);
      return toListView('shape-versions', versions, versionToView);
    });
  }

  /** Rejects with `request.stale` where there is a newer version than the caller has looked at. */
  async accept(
    { tenantId, actor }: Caller,
    { connection: reference, stream, version }: RequestOf<'acceptStreamShape'>,
  ): Promise<StreamShapeView> {
    return this.store.of(tenantId).transaction(async (tx) => {
      const connection = await findConnection(tx, reference);
      await assertSeen(tx, connection, stream);
      const key = { connectionId: connection.id, stream };
      const kept = await tx.streamShapes.lock(key);
      if (version !== undefined && version !== kept.version) {
        const message = `The shape of ${stream} is at version ${kept.version}, not ${version}`;
        throw new SyncError('request.stale', message);
      }
      if (kept.acceptedVersion < kept.version) {
        await tx.streamShapes.save(key, acceptShape(kept));
        this.log.info('shape accepted', { ...key, version: kept.version, actor });
      }
      return viewShape(tx, connection, stream);
    });
  }
}

async function assertSeen(
  tx: Transaction,
  { id, name }: Connection,
  stream: string,
): Promise<StreamShape & { readonly countedAt: Date }> {
  const found = await tx.streamShapes.find({ connectionId: id, stream });
  if (found !== undefined) return found;
  const message = `No record of a stream "${stream}" of ${name} was looked at yet: run a job that reads it`;
  throw new SyncError('request.not_found', message);
}

async function viewShape(tx: Transaction, connection: Connection, stream: string): Promise<StreamShapeView> {
  const shape = await assertSeen(tx, connection, stream);
  return {
    connection: connection.name,
    stream,
    version: shape.version,
    acceptedVersion: shape.acceptedVersion,
    records: shape.seen.present,
    sampled: shape.isSampled,
    countedAt: shape.countedAt.toISOString(),
    places: listPlaces(shape.seen).map(({ isMap, classes, ...place }) => ({
      ...place,
      classes: [...classes],
      folded: isMap,
    })),
    waiting: diffShapes(shape.accepted, shape.seen).map(changeToView),
  };
}

function versionToView({ seenAt, changes, ...version }: ShapeVersion): ShapeVersionView {
  return { ...version, seenAt: seenAt.toISOString(), changes: changes.map(changeToView) };
}

function changeToView(change: ShapeChange): ShapeChangeView {
  const { before, after } = change;
  return { ...change, before: [...before], after: [...after], text: describeChange(change) };
}
