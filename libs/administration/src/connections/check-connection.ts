import type { ConnectionCheck, RequestOf } from '@evenkeel/contracts-admin';
import { describeProblem, type ConnectionStatus, type Problem } from '@evenkeel/domain';
import { ConnectorSessions, type SealedConnection } from '@evenkeel/operations';
import { Store } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findConnection } from './find-connection.js';
import { LiftPause } from './lift-pause.js';

/**
 * Asks the provider whether it takes our credentials, outside any transaction, and keeps what that says of the connection. It asks
 * also where the provider wants to be left alone: an answer ends that.
 */
export class CheckConnection {
  constructor(
    private readonly store: Store,
    private readonly sessions: ConnectorSessions,
    private readonly pause: LiftPause,
  ) {}

  async check(
    { tenantId }: Caller,
    { connection: reference }: RequestOf<'checkConnection'>,
    { signal }: Terms,
  ): Promise<ConnectionCheck> {
    const { connection, sealed } = await this.store.of(tenantId).transaction(async (tx) => {
      const found = await findConnection(tx, reference);
      return { connection: found, sealed: await tx.connections.sealedCredentials(found.id) };
    });
    const problem = await this.ask({ connection, sealed }, signal);
    const status = statusAfterCheck(connection.status, problem);
    if (status !== connection.status) {
      const reason = status === 'active' ? null : (problem?.message ?? null);
      await this.store
        .of(tenantId)
        .transaction((tx) => tx.connections.saveStatus(connection.id, status, reason));
    }
    // What was waited for has just been answered.
    if (problem === null) await this.pause.recall(tenantId, connection.id);
    return { ok: problem === null, problem };
  }

  private async ask(called: SealedConnection, signal: AbortSignal): Promise<Problem | null> {
    try {
      await this.sessions.open(called, { signal, share: 'reserved', probes: true }).check();
      return null;
    } catch (error) {
      return describeProblem(error);
    }
  }
}

/** Only refused credentials need a person; a provider that is down for a while does not. */
export function statusAfterCheck(current: ConnectionStatus, problem: Problem | null): ConnectionStatus {
  if (problem === null) return 'active';
  return problem.errorClass === 'auth' ? 'needs_attention' : current;
}
