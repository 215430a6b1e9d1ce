import type { PathChoice } from '../dispatch/pace.js';
import type { ConnectionId, TenantId } from '../ids.js';
import type { JsonObject } from '../json.js';
import type { Quota } from '../quota/quota.js';
import type { RetryPolicy } from '../retry/retry-policy.js';

/** `needs_attention`: our credentials are refused or bound to another address; nothing runs until a person corrects them. */
export type ConnectionStatus = 'active' | 'needs_attention';

/** A tenant's configured connector. Credentials are never part of it: they live sealed in a table of their own. */
export interface Connection {
  readonly id: ConnectionId;
  readonly tenantId: TenantId;
  readonly name: string;
  /** How often a person has changed it, from 1. */
  readonly revision: number;
  /** Name of the connector, for example `rest`. */
  readonly connector: string;
  readonly settings: JsonObject;
  /** What the provider allows; null: only what it says itself in its answers counts. */
  readonly quota: Quota | null;
  /** How failed calls are tried again; null: as by default. */
  readonly retry: RetryPolicy | null;
  /** How hard runs press whose job does not say; `auto`: as the trouble with the provider asks for. */
  readonly path: PathChoice;
  readonly status: ConnectionStatus;
  readonly statusReason: string | null;
  /** Set once it was removed: it stays for the history of its jobs, and is called no more. */
  readonly removedAt?: Date;
}

/** Until there is authentication there is one tenant. */
export const DEFAULT_TENANT: TenantId = '00000000-0000-0000-0000-000000000001';
