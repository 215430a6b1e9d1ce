import type { Connection } from '@evenkeel/domain';
import {
  Clock,
  CredentialBox,
  HttpCallers,
  Logger,
  type CalledConnection,
  type ConnectorContext,
  type SessionCalls,
} from '@evenkeel/ports';

/** What is called, and with what. */
export interface OpenedCredentials {
  readonly connection: CalledConnection & Pick<Connection, 'settings'>;
  /** Null: it has none. */
  readonly sealed: string | null;
}

/** Gives a connector what it may see of the world for one session. */
export class ConnectorContexts {
  constructor(
    private readonly credentials: CredentialBox,
    private readonly callers: HttpCallers,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  of({ connection, sealed }: OpenedCredentials, calls: SessionCalls): ConnectorContext {
    return {
      settings: connection.settings,
      credentials: sealed === null ? {} : this.credentials.open(sealed, connection.id),
      gateways: { http: this.callers.forConnection(connection, calls) },
      clock: this.clock,
      log: this.log,
    };
  }
}
