import type { TenantId } from '../ids.js';
import type { JsonObject } from '../json.js';
import type { MatchSettings } from '../match/match-settings.js';

/** One kind of thing in the local store. Each change of it is a new revision, and an execution keeps the one it began with. */
export interface RecordType {
  readonly id: string;
  readonly tenantId: TenantId;
  /** Unique within its tenant. */
  readonly name: string;
  readonly revision: number;
  /** JSON Schema, draft 2020-12; null: any object is a record of this type. */
  readonly schema: JsonObject | null;
  /** By which rules records of it are recognised as one; null: by none. */
  readonly match: MatchSettings | null;
  /** Paths of fields whose values are shown only where the record itself is. */
  readonly sensitive: readonly string[];
}
