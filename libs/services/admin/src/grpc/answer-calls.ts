import { once } from 'node:events';
import {
  Metadata,
  status,
  type ServiceError,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import {
  answerShape,
  toMessage,
  type Fields,
  type Message,
  type Method,
  type ObjectShape,
} from '@evenkeel/contracts-grpc';
import { assertMay } from '../access/admit-requests.js';
import { carryOut, follow, type Carrying } from '../access/carry-out.js';
import { answerHeaders } from '../access/answer-headers.js';
import { admittedWith } from './admit-calls.js';
import type { AnswerFailure } from './answer-error.js';
import type { ReadCall } from './read-call.js';
import { toldFields } from './told-fields.js';

export type UnaryCall = ServerUnaryCall<Buffer, Message>;
export type WatchCall = ServerWritableStream<Buffer, Message>;

/** Why a stream ends by itself: the client comes back, to another process or to this one. */
const ENDING: Partial<ServiceError> = { code: status.UNAVAILABLE, details: 'The service is being stopped' };

const GONE: Partial<ServiceError> = { code: status.CANCELLED, details: 'The caller went away' };

/** Answers the calls of one method. */
export class AnswerCalls {
  private made: ObjectShape | undefined;

  constructor(
    private readonly method: Method,
    private readonly carrying: Carrying,
    private readonly reading: ReadCall,
    private readonly answerFailure: AnswerFailure,
  ) {}

  /** One that is answered once. */
  answer(call: UnaryCall, callback: sendUnaryData<Message>): void {
    const { signal } = untilCancelled(call);
    this.answered(call, signal).then(
      (message) => callback(null, message),
      (error: unknown) => callback(this.failureOf(error, signal)),
    );
  }

  /** One that goes on being told, until its caller goes away or `ending` is aborted. */
  tell(call: WatchCall, ending: AbortSignal): void {
    const { signal } = untilCancelled(call, ending);
    this.told(call, signal).then(
      () => void (ending.aborted ? call.emit('error', ENDING) : call.end()),
      (error: unknown) => void call.emit('error', ending.aborted ? ENDING : this.failureOf(error, signal)),
    );
  }

  /** Of callers that went away no one has to be told. */
  private failureOf(error: unknown, signal: AbortSignal): Partial<ServiceError> {
    return signal.aborted ? GONE : this.answerFailure(error, this.method.name);
  }

  private async answered(call: UnaryCall, signal: AbortSignal): Promise<Message> {
    const admitted = admittedWith(call.metadata);
    await assertMay(admitted, this.carrying.operation);
    const wanted = await this.reading.wanted(call.request, call.metadata, signal);
    const answer = await carryOut(this.carrying, admitted, wanted);
    const message = toMessage(this.shape, answer as Fields);
    this.sendHeaders(call, answer);
    return message;
  }

  private async told(call: WatchCall, signal: AbortSignal): Promise<void> {
    const admitted = admittedWith(call.metadata);
    await assertMay(admitted, this.carrying.operation);
    const wanted = await this.reading.wanted(call.request, call.metadata, signal);
    for await (const each of await follow(this.carrying, admitted, wanted)) {
      if (signal.aborted) return;
      // What the client does not take yet is not made either.
      if (!call.write(toMessage(this.shape, toldFields(each)))) await drained(call, signal);
    }
  }

  private sendHeaders(call: UnaryCall, answer: unknown): void {
    const headers = answerHeaders(this.carrying.operation, answer);
    if (Object.keys(headers).length === 0 || call.cancelled) return;
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
    call.sendMetadata(metadata);
  }

  private get shape(): ObjectShape {
    this.made ??= answerShape(this.method);
    return this.made;
  }
}

/** Aborted when the caller goes away, or its deadline passes, before the answer, so that its work can stop. */
function untilCancelled(call: UnaryCall | WatchCall, ending?: AbortSignal): { readonly signal: AbortSignal } {
  const controller = new AbortController();
  call.once('cancelled', () => controller.abort(new Error('The caller went away')));
  return { signal: ending === undefined ? controller.signal : AbortSignal.any([controller.signal, ending]) };
}

async function drained(call: WatchCall, signal: AbortSignal): Promise<void> {
  await once(call, 'drain', { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
