import type { Connection, ConnectionId, ConnectionStatus, JsonObject } from '@evenkeel/domain';
import type { CallCounts } from '../../call-tally.js';
import type { Listed, ListRequest } from '../listed.js';

/** What a connection says of calling its provider, whatever the connector. */
export type ConnectionLimits = Pick<Connection, 'quota' | 'retry' | 'path'>;

/** Those that were removed are found by their id only. */
export interface ConnectionRepository {
  /** Rejects with `request.already_exists` if the name is taken. `sealedCredentials` is what a credential box made. */
  insert(connection: Connection, sealedCredentials: string | null): Promise<void>;
  find(id: ConnectionId): Promise<Connection | undefined>;
  /** Until the end of the transaction its changes come one after another. */
  lock(id: ConnectionId): Promise<Connection | undefined>;
  /** A person has changed it: what was seen of it before is stale. */
  raiseRevision(id: ConnectionId): Promise<void>;
  findByName(name: string): Promise<Connection | undefined>;
  /** How its calls went within the last hour, of all processes. */
  callsOfHour(id: ConnectionId): Promise<CallCounts>;
  list(request: ListRequest): Promise<Listed<Connection>>;
  sealedCredentials(id: ConnectionId): Promise<string | null>;
  saveSettings(id: ConnectionId, settings: JsonObject): Promise<void>;
  saveLimits(id: ConnectionId, limits: ConnectionLimits): Promise<void>;
  /** In place of those there were; null: none. */
  saveCredentials(id: ConnectionId, sealedCredentials: string | null): Promise<void>;
  saveStatus(id: ConnectionId, status: ConnectionStatus, reason: string | null): Promise<void>;
}
