import type { ConnectionId, ExecutionId, JobId } from '../ids.js';
import type { NotificationKind } from './notification-kind.js';

/** Counts of a run as people read them. */
export interface ToldCounts {
  readonly fetched: number;
  readonly created: number;
  readonly updated: number;
  readonly failed: number;
}

/** The errors of a run that are most frequent, without their texts: these may repeat values. */
export interface ToldErrors {
  readonly code: string;
  readonly count: number;
}

/** Ids, names, counts and codes: nothing of it is a value of a record, a secret or a text of a provider. */
export interface NewsFacts {
  readonly executionId?: ExecutionId;
  readonly mode?: string;
  readonly status?: string;
  readonly durationMs?: number;
  readonly counts?: ToldCounts;
  /** Why a run ended as it did, of the catalog of errors where it is there. */
  readonly code?: string;
  readonly errors?: ToldErrors;
  /** What waits for an approval. */
  readonly approval?: { readonly what: 'plan' | 'inactivation'; readonly candidates?: number };
  readonly conflictId?: string;
  /** ISO 8601: since when it has been so; of what is over, since when it was. */
  readonly since?: string;
  /** Of a webhook, and the stream that it is about. */
  readonly endpointId?: string;
  readonly stream?: string;
  /** How long a success may be ago. */
  readonly targetMinutes?: number;
  /** Runs that wait. */
  readonly waiting?: number;
  /** How many times as long as usual. */
  readonly timesSlower?: number;
}

/** What happened that people may want to be told of. */
export interface News {
  readonly kind: NotificationKind;
  /** ISO 8601. */
  readonly at: string;
  readonly about: {
    readonly jobId: JobId | null;
    readonly job: string | null;
    readonly connectionId: ConnectionId | null;
    readonly connection: string | null;
  };
  readonly facts: NewsFacts;
}
