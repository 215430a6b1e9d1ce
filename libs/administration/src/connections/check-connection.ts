import type { ConnectionCheck, RequestOf } from '@evenkeel/contracts-admin';
import {
  describeProblem,
  findDoubts,
  problemOfTrial,
  type ConnectionStatus,
  type Problem,
  type StreamTrial,
} from '@evenkeel/domain';
import { ConnectorSessions, type SealedConnection } from '@evenkeel/operations';
import { Store } from '@evenkeel/ports';
import type { Caller, Terms } from '../caller.js';
import { findConnection } from './find-connection.js';
import { TryStreams } from '../trials/try-streams.js';
import { LiftPause } from './lift-pause.js';

/**
 * Asks the provider whether it takes our credentials, outside any transaction, and keeps what that says of the connection; then for a
 * page of each stream and a record by its id. It asks also where the provider wants to be left alone: an answer ends that.
 */
export class CheckConnection {
  constructor(
    private readonly store: Store,
    private readonly sessions: ConnectorSessions,
    private readonly streams: TryStreams,
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
    if (problem !== null && !isOfOneStream(problem)) return { ok: false, problem, streams: [] };
    const tried = await this.streams.try({ connection, sealed }, undefined, { ...EXTENT, signal });
    const streams = tried.map(checkedStream);
    const first = problem ?? streams.find((stream) => stream.problem !== null)?.problem ?? null;
    return { ok: first === null, problem: first, streams };
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

/** A page that is enough to see records, ids and the way on. */
const EXTENT = { pages: 1, pageSize: 10, changes: false } as const;

function checkedStream(trial: StreamTrial): ConnectionCheck['streams'][number] {
  const records = trial.pages.reduce((sum, page) => sum + page.records.length, 0);
  const { stream, writes } = trial;
  return {
    stream,
    records,
    writes: [...writes],
    doubts: [...findDoubts(trial)],
    problem: problemOfTrial(trial),
  };
}

/** An answer that does not fit how a stream is described says nothing of the others; with the rest there is no use in asking on. */
function isOfOneStream({ code, errorClass }: Problem): boolean {
  return errorClass === 'config' && code.startsWith('provider.');
}

/** Only refused credentials need a person; a provider that is down for a while does not. */
export function statusAfterCheck(current: ConnectionStatus, problem: Problem | null): ConnectionStatus {
  if (problem === null) return 'active';
  return problem.errorClass === 'auth' ? 'needs_attention' : current;
}
