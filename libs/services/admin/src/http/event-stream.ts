import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { InvalidRequest, type Told } from '@evenkeel/administration';
import { toCloudEvent } from '@evenkeel/contracts-messages';
import type { Request, Response } from 'express';

export const EVENT_STREAM = 'text/event-stream';
const LAST_EVENT_ID = 'last-event-id';

export function wantsStream(request: Request): boolean {
  // Who asks without the body would never hear its end.
  return request.method === 'GET' && request.accepts(['application/json', EVENT_STREAM]) === EVENT_STREAM;
}

/** What was asked for, from where the client stopped listening. Throws `request.invalid`. */
export function resumed<Asked extends object>(asked: Asked, request: Request): Asked {
  const last = request.get(LAST_EVENT_ID);
  if (last === undefined || last === '') return asked;
  if (/^\d{1,15}$/.test(last)) return { ...asked, after: last };
  throw new InvalidRequest([{ path: LAST_EVENT_ID, message: 'must be the `id` of an event of this stream' }]);
}

/** Server-sent events. What the client does not take yet is not made either: the stream is asked for as much as its socket takes. */
export function eventStream(told: AsyncIterable<Told>, response: Response): StreamableFile {
  const frames = Readable.from(framesOf(told), { objectMode: false, highWaterMark: 4_096 });
  response.once('close', () => frames.destroy());
  // No proxy may hold back what it has to pass on.
  response.header('cache-control', 'no-store').header('x-accel-buffering', 'no');
  return new StreamableFile(frames, { type: EVENT_STREAM });
}

async function* framesOf(told: AsyncIterable<Told>): AsyncGenerator<string> {
  for await (const each of told) yield frameOf(each);
}

function frameOf(told: Told): string {
  switch (told.kind) {
    case 'begin':
      return `id: ${told.position}\nevent: begin\ndata: ${JSON.stringify({ position: told.position })}\n\n`;
    case 'beat':
      return ': \n\n';
    case 'event': {
      const { position, type } = told.event;
      return `id: ${position}\nevent: ${type}\ndata: ${JSON.stringify(toCloudEvent(told.event))}\n\n`;
    }
    case 'gap':
      // What is not kept is behind the client from now on, also when it comes back.
      return `id: ${told.until}\nevent: gap\ndata: ${JSON.stringify({ after: told.after, until: told.until })}\n\n`;
    case 'progress':
      return `event: progress\ndata: ${JSON.stringify(told.execution)}\n\n`;
  }
}
