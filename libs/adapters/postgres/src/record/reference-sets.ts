import { SyncError, type ReferenceSet } from '@evenkeel/domain';
import type { Session, Value } from '../database/session.js';

export interface KnownSet {
  readonly id: number;
  readonly tenantId: string;
}

/** Numbers of reference sets. They never change, so a process reads each once. */
export class ReferenceSets {
  private readonly committed = new Map<string, KnownSet>();

  /** Undefined where nothing was ever written into the set. */
  async find(session: Session, set: ReferenceSet): Promise<KnownSet | undefined> {
    const key = keyOf(set);
    const known = this.committed.get(key) ?? (await select(session, set));
    if (known === undefined || known.tenantId !== session.tenant) return undefined;
    if (!session.created.has(key)) this.committed.set(key, known);
    return known;
  }

  async findOrCreate(session: Session, set: ReferenceSet): Promise<KnownSet> {
    const found = await this.find(session, set);
    if (found !== undefined) return found;
    // Made by a transaction that may still roll back: not for other transactions to know.
    session.created.add(keyOf(set));
    await session.write(
      `insert into reference_set (tenant_id, connection_id, stream, record_type, rule, parent_type)
       select tenant_id, id, $2, $3, $5, $6 from connection where id = $1 and tenant_id = $4
       on conflict do nothing`,
      valuesOf(session, set),
    );
    const created = await select(session, set);
    if (created === undefined)
      throw new SyncError('request.not_found', `There is no connection ${set.connectionId}`);
    return created;
  }
}

function keyOf({ connectionId, stream, recordType, derivedBy }: ReferenceSet): string {
  return JSON.stringify([connectionId, stream, recordType, derivedBy?.rule, derivedBy?.parentType]);
}

function valuesOf(session: Session, { connectionId, stream, recordType, derivedBy }: ReferenceSet): Value[] {
  const by = [derivedBy?.rule ?? '', derivedBy?.parentType ?? ''];
  return [connectionId, stream, recordType, session.tenant, ...by];
}

async function select(session: Session, set: ReferenceSet): Promise<KnownSet | undefined> {
  return session.row<{ id: number; tenantId: string }>(
    `select id, tenant_id as "tenantId" from reference_set
     where connection_id = $1 and stream = $2 and record_type = $3 and tenant_id = $4
       and rule = $5 and parent_type = $6`,
    valuesOf(session, set),
  );
}
