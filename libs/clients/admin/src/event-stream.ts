import { OPERATIONS, parseJson, type CallOf } from '@evenkeel/contracts-admin';
import { createParser } from 'eventsource-parser';

/** The operations that can be followed. */
export type StreamId = {
  [Id in keyof typeof OPERATIONS]: (typeof OPERATIONS)[Id] extends { readonly streams: true } ? Id : never;
}[keyof typeof OPERATIONS];
export type StreamCall<Id extends StreamId> = Partial<CallOf<Id>> & Omit<CallOf<Id>, 'limit'>;

/** One server-sent event. */
export interface StreamedEvent {
  /** With which the stream goes on behind it; undefined: it has no place. */
  readonly id: string | undefined;
  /** The type of an event, `gap` or `progress`. */
  readonly event: string;
  readonly data: unknown;
}

/** What a body of `text/event-stream` says, as it comes. Rejects as reading the body does. */
export async function* streamedEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamedEvent> {
  const read: StreamedEvent[] = [];
  const parser = createParser({
    onEvent: ({ id, event, data }) => read.push({ id, event: event ?? 'message', data: parseJson(data) }),
  });
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    yield* read.splice(0);
  }
}
