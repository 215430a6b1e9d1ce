import { SyncError } from '@evenkeel/domain';
import { ConnectorSessions, type SealedConnection } from '@evenkeel/operations';

/**
 * Rejects with `config.unknown_stream` where the connection has no stream of this name. Where that cannot be told now (its provider has to be
 * asked for it, and does not answer) the first run tells.
 */
export async function assertStream(
  sessions: ConnectorSessions,
  called: SealedConnection,
  { stream, signal }: { readonly stream: string; readonly signal: AbortSignal },
): Promise<void> {
  try {
    await sessions.open(called, { signal, share: 'reserved' }).stream(stream);
  } catch (error) {
    if (error instanceof SyncError && error.code === 'config.unknown_stream') throw error;
  }
}
