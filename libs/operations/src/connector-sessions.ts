import { assertBoundTo, type Connection, type JsonObject, type TriedCall } from '@evenkeel/domain';
import {
  Clock,
  Connectors,
  HttpCallers,
  Logger,
  type CalledConnection,
  type ConnectorSession,
  type SessionCalls,
} from '@evenkeel/ports';
import { CredentialSafe } from './credential-safe.js';
import { TracedHttpCaller } from './traced-http-caller.js';

/** What is called, and with what. */
export interface SealedConnection {
  readonly connection: Omit<CalledConnection, 'origins'> & Pick<Connection, 'connector' | 'settings'>;
  /** Null: it has no credentials. */
  readonly sealed: string | null;
}

/** How the calls of a session are made. */
export interface SessionNeeds extends SessionCalls {
  /** Is told of each call, without its secrets. */
  readonly tell?: (call: TriedCall) => void;
  /** The connection is there for this session only. */
  readonly isPassing?: boolean;
}

/** Opens sessions of connectors, each with what it may see of the world. */
export class ConnectorSessions {
  constructor(
    private readonly connectors: Connectors,
    private readonly credentials: CredentialSafe,
    private readonly callers: HttpCallers,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Throws `config.credentials_bound_elsewhere` before a connector sees credentials that were not given for its settings. */
  open(
    { connection, sealed }: SealedConnection,
    { tell, isPassing = false, ...calls }: SessionNeeds,
  ): ConnectorSession {
    const { id, tenantId, name, quota, retry, settings } = connection;
    const connector = this.connectors.named(connection.connector);
    const named = connector.destinations(settings);
    const bound = this.credentials.open(sealed, connection);
    if (bound !== null) assertBoundTo(bound.destinations, named);
    const called = { id, tenantId, name, quota, retry, origins: Object.values(named) };
    const credentials: JsonObject = bound?.credentials ?? {};
    const { clock, log } = this;
    const http = this.callers.forConnection(called, calls);
    const gateways = {
      http: tell ? new TracedHttpCaller(http, { told: tell, isPassing, clock, credentials }) : http,
    };
    return connector.open({ settings, credentials, gateways, clock, log });
  }
}
