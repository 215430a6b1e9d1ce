import {
  ServerInterceptingCall,
  status,
  type Metadata,
  type ServerInterceptor,
  type StatusObject,
} from '@grpc/grpc-js';
import { SyncError } from '@evenkeel/domain';
import type { GrpcListening } from '@evenkeel/ports';
import type { AnswerFailure } from './answer-error.js';
import { ACTOR } from '../access/actor-header.js';
import type { Admitted, AdmitRequests, RequestArrival } from '../access/admit-requests.js';

const ADMITTED = new WeakMap<Metadata, Admitted>();

/** What anyone may ask who reaches the service: whether it is up, and what it has. */
const OPEN = /^\/grpc\.(health|reflection)\./;

/** The value of metadata by its name, in any case; undefined: it was not sent. */
export function saidIn(metadata: Metadata): (name: string) => string | undefined {
  return (name) => {
    const values = metadata.get(name);
    return values.length === 0 ? undefined : values.map(String).join(', ');
  };
}

/** Throws `request.unauthenticated` where no one was let in, so that nothing runs where {@link admitCalls} was forgotten. */
export function admittedWith(metadata: Metadata): Admitted {
  const found = ADMITTED.get(metadata);
  if (found === undefined) throw new SyncError('request.unauthenticated', 'The call came without a key');
  return found;
}

interface Watching {
  readonly requests: AdmitRequests;
  readonly refusalOf: GrpcListening['refusalOf'];
  readonly answerOf: AnswerFailure;
  /** Is told how each call ends. */
  readonly ended: (method: string, code: number, startedMs: number) => void;
  readonly nowMs: () => number;
}

/** Looks at callers when the metadata of their call is there, and before its message is read. */
export function admitCalls({ requests, refusalOf, answerOf, ended, nowMs }: Watching): ServerInterceptor {
  return ({ path }, call) => {
    const startedMs = nowMs();
    const method = path.slice(path.lastIndexOf('/') + 1);
    const isOpen = OPEN.test(path);
    let hasEnded = isOpen;
    const end = <Status extends Pick<StatusObject, 'code'>>(how: Status): Status => {
      if (!hasEnded) ended(method, how.code, startedMs);
      hasEnded = true;
      return how;
    };
    const admit = async (metadata: Metadata): Promise<void> => {
      const refused = refusalOf({ authority: call.getHost(), metadata: wordsOf(metadata) });
      if (refused !== undefined) throw refused;
      if (!isOpen) ADMITTED.set(metadata, await requests.admit(arrivalOf(metadata, call.getPeer(), method)));
    };
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) =>
            void admit(metadata).then(
              () => pass(metadata),
              (error: unknown) => call.sendStatus(end(answerOf(error, method))),
            ),
          // Its caller went away, or its deadline has passed.
          onCancel: () => void end({ code: status.CANCELLED }),
        }),
      sendStatus: (how, next) => next(end(how)),
    });
  };
}

function wordsOf(metadata: Metadata): Readonly<Record<string, string | undefined>> {
  const said = saidIn(metadata);
  return Object.fromEntries(Object.keys(metadata.getMap()).map((name) => [name, said(name)]));
}

function arrivalOf(metadata: Metadata, peer: string, operation: string): RequestArrival {
  const said = saidIn(metadata);
  return {
    authorization: said('authorization'),
    actor: said(ACTOR.name),
    address: peer.replace(/:\d+$/, '').replaceAll(/[[\]]/g, ''),
    operation: `gRPC ${operation}`,
  };
}
