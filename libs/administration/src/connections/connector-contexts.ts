import type { Connection } from '@evenkeel/domain';
import { Clock, CredentialBox, HttpCallers, Logger, type ConnectorContext } from '@evenkeel/ports';

/** Gives a connector what it may see of the world for one session. */
export class ConnectorContexts {
  constructor(
    private readonly credentials: CredentialBox,
    private readonly callers: HttpCallers,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  of(connection: Connection, sealedCredentials: string | null, signal: AbortSignal): ConnectorContext {
    return {
      settings: connection.settings,
      credentials: sealedCredentials === null ? {} : this.credentials.open(sealedCredentials, connection.id),
      gateways: { http: this.callers.forConnection(connection, signal, 'reserved') },
      clock: this.clock,
      log: this.log,
    };
  }
}
