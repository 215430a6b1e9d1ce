import type { IncomingMessage } from 'node:http';
import type { Route } from '../route.js';
import { readWrite, type WriteCall } from './asked-write.js';

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** What a request wants to be written. */
export async function takeWrite(request: IncomingMessage, url: URL, route: Route): Promise<WriteCall> {
  const { method = '', headers } = request;
  const body = await textOf(request);
  return readWrite({ method, url, headers, body, id: route.id, isBatch: route.batch });
}
