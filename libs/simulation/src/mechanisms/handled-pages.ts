import { AsyncLocalStorage } from 'node:async_hooks';
import type { PageFetched } from '@evenkeel/contracts-messages';
import type { Handler } from './removal.js';

/** The pages that a handler has in its hands. */
export const handledPages = new AsyncLocalStorage<readonly PageFetched[]>();

export const takePages =
  (handle: Handler): Handler =>
  (payloads) =>
    handledPages.run(payloads as readonly PageFetched[], () => handle(payloads));
