import type { StreamTrial, TriedCall } from '@evenkeel/domain';
import { ConnectorSessions, type SealedConnection, type SessionNeeds } from '@evenkeel/operations';
import { tryStream, type TracedStream, type TrialExtent } from './try-stream.js';

/** Streams that are tried at the same time. */
const PARALLEL = 4;

/** What ends a trial, and whether its connection is there for it only. */
export type TrialSession = Pick<SessionNeeds, 'signal'> & Partial<Pick<SessionNeeds, 'isPassing'>>;

/** Tries streams of a connection, each in a session of its own, so that it is known which calls are whose. */
export class TryStreams {
  constructor(private readonly sessions: ConnectorSessions) {}

  /** Of all streams, or of one. Rejects with `config.unknown_stream`, or where settings and credentials are none. */
  async try(
    called: SealedConnection,
    only: string | undefined,
    { signal, isPassing, ...extent }: TrialExtent & TrialSession,
  ): Promise<readonly StreamTrial[]> {
    const needs = { signal, share: 'reserved', probes: true, ...(isPassing && { isPassing }) } as const;
    const open = (name: string) => this.open(called, name, needs);
    if (only !== undefined) return [await tryStream(await open(only), extent)];
    const streams = await this.sessions.open(called, needs).discover();
    const names = streams.map(({ description }) => description.name);
    const trials: StreamTrial[] = [];
    for (let at = 0; at < names.length; at += PARALLEL) {
      signal.throwIfAborted();
      const tried = names.slice(at, at + PARALLEL).map(async (name) => tryStream(await open(name), extent));
      trials.push(...(await Promise.all(tried)));
    }
    return trials;
  }

  private async open(called: SealedConnection, name: string, needs: SessionNeeds): Promise<TracedStream> {
    let calls: TriedCall[] = [];
    const tell = (call: TriedCall) => calls.push(call);
    const session = this.sessions.open(called, { ...needs, tell });
    const stream = await session.stream(name);
    const takeCalls = () => {
      const taken = calls;
      calls = [];
      return taken;
    };
    return { stream, takeCalls };
  }
}
