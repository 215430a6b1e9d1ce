import type { Connection, QuotaShare } from '@evenkeel/domain';
import {
  Clock,
  CredentialBox,
  HttpCallers,
  Logger,
  type CalledConnection,
  type CallWatch,
  type ConnectorContext,
} from '@evenkeel/ports';

/** What is called, and with what. */
export interface OpenedCredentials {
  readonly connection: CalledConnection & Pick<Connection, 'settings'>;
  /** Null: it has none. */
  readonly sealed: string | null;
}

/** How the calls of one session are made. */
export interface SessionCalls {
  /** Ends waits and calls under way. */
  readonly signal: AbortSignal;
  readonly share: QuotaShare;
  readonly watch?: CallWatch;
}

/** Gives a connector what it may see of the world for one session. */
export class ConnectorContexts {
  constructor(
    private readonly credentials: CredentialBox,
    private readonly callers: HttpCallers,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  of({ connection, sealed }: OpenedCredentials, { signal, share, watch }: SessionCalls): ConnectorContext {
    return {
      settings: connection.settings,
      credentials: sealed === null ? {} : this.credentials.open(sealed, connection.id),
      gateways: { http: this.callers.forConnection(connection, signal, share, watch) },
      clock: this.clock,
      log: this.log,
    };
  }
}
