import { createHash } from 'node:crypto';
import { cutToBytes, DEFAULT_TENANT, type TenantId } from '@evenkeel/domain';
import { escapeIdentifier } from 'pg';

/** What applications query. */
export const VIEW_SCHEMA = 'synced';
/** Longer names of record types end in a digest, which makes them longer than any that is kept as it is. */
const LONGEST_KEPT = 40;
const LONGEST = 63;

/** Unquoted. Of each tenant one, so that two may have record types of one name. */
export function viewSchemaOf(tenantId: TenantId): string {
  return tenantId === DEFAULT_TENANT ? VIEW_SCHEMA : `${VIEW_SCHEMA}_${tenantId.replaceAll('-', '')}`;
}

/** Unquoted, at most 63 bytes: Postgres would cut a longer one, and two could meet. */
export function viewNameOf(recordType: string): string {
  if (Buffer.byteLength(recordType) <= LONGEST_KEPT) return recordType;
  const digest = createHash('sha256').update(recordType).digest('hex').slice(0, 16);
  return `${cutToBytes(recordType, LONGEST - digest.length - 1)}_${digest}`;
}

/** Schema and name, quoted. */
export function viewAddressOf(tenantId: TenantId, recordType: string): string {
  return `${escapeIdentifier(viewSchemaOf(tenantId))}.${escapeIdentifier(viewNameOf(recordType))}`;
}
