import { EventEmitter } from 'node:events';
import type { SpanSettings, Tracing } from '@evenkeel/ports';
import type { Request, Response } from 'express';
import { traceRequests } from './trace-requests.js';

/** The settings of the span of a request that says whose part it is. */
function spanOf(callers: 'own' | 'anyone'): SpanSettings | undefined {
  const seen: SpanSettings[] = [];
  const tracing = {
    within: async (settings: SpanSettings) => void seen.push(settings),
  } as unknown as Tracing;
  const request = { method: 'POST', get: () => 'what the caller follows' } as unknown as Request;
  traceRequests(tracing, callers)(request, new EventEmitter() as Response, () => undefined);
  return seen[0];
}

it('follows who may call, and is told nothing of traces by strangers', () => {
  expect(spanOf('own')).toMatchObject({ follows: ['what the caller follows'], onlyIfFollowed: false });
  expect(spanOf('anyone')).toMatchObject({ begins: true, onlyIfFollowed: true });
  expect(spanOf('anyone')).not.toHaveProperty('follows');
});
