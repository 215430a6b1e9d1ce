import { assertMayPush, assertTwoWayStream, SyncError, type JobDefinition } from '@evenkeel/domain';
import { ConnectorSessions, writableOf, type SealedConnection } from '@evenkeel/operations';
import type { ConnectorStream } from '@evenkeel/ports';

/**
 * Rejects with `config.unknown_stream` where the connection has no stream of this name, and with `config.stream_not_writable`,
 * `config.replaces_unmapped`, `config.write_unchecked` or `config.invalid_conflict_policy` where it does not take what a job that goes out would write. Where that cannot be told now (its provider has to be
 * asked for it, and does not answer) the first run tells.
 */
export async function assertStream(
  sessions: ConnectorSessions,
  called: SealedConnection,
  { definition, signal }: { readonly definition: Streaming; readonly signal: AbortSignal },
): Promise<void> {
  const stream = await openOrUndefined(sessions, called, { name: definition.stream, signal });
  if (stream === undefined || definition.direction === 'inbound') return;
  const writable = writableOf(stream);
  assertMayPush(definition, writable);
  if (definition.direction === 'bidirectional') assertTwoWayStream(definition, writable);
}

type Streaming = Parameters<typeof assertMayPush>[0] &
  Parameters<typeof assertTwoWayStream>[0] &
  Pick<JobDefinition, 'direction'>;

async function openOrUndefined(
  sessions: ConnectorSessions,
  called: SealedConnection,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
): Promise<ConnectorStream | undefined> {
  try {
    return await sessions.open(called, { signal, share: 'reserved' }).stream(name);
  } catch (error) {
    if (error instanceof SyncError && error.code === 'config.unknown_stream') throw error;
    return undefined;
  }
}
