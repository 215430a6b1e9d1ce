import { assertBoundTo, type Connection } from '@evenkeel/domain';
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

/** What is called, and with what. */
export interface SealedConnection {
  readonly connection: Omit<CalledConnection, 'origins'> & Pick<Connection, 'connector' | 'settings'>;
  /** Null: it has no credentials. */
  readonly sealed: string | null;
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
  open({ connection, sealed }: SealedConnection, calls: SessionCalls): ConnectorSession {
    const { id, name, quota, retry, settings } = connection;
    const connector = this.connectors.named(connection.connector);
    const named = connector.destinations(settings);
    const bound = this.credentials.open(sealed, id);
    if (bound !== null) assertBoundTo(bound.destinations, named);
    const called = { id, name, quota, retry, origins: Object.values(named) };
    return connector.open({
      settings,
      credentials: bound?.credentials ?? {},
      gateways: { http: this.callers.forConnection(called, calls) },
      clock: this.clock,
      log: this.log,
    });
  }
}
