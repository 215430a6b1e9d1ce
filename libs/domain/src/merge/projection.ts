import type { JsonObject } from '../json.js';

/** What one source last said of a record that several references share. */
export interface Projection {
  readonly referenceId: string;
  /** Connection and stream, as `crm/people`. */
  readonly source: string;
  readonly active: boolean;
  readonly data: JsonObject;
  /** By top-level field: when this source last changed it, ISO 8601 in UTC. */
  readonly changedAt: Readonly<Record<string, string>>;
}

/** By top-level field: whose value the record has, and since when. */
export type Provenance = Readonly<Record<string, FieldProvenance>>;

export interface FieldProvenance {
  readonly referenceId: string;
  readonly at: string;
}
