import { message } from '../message-definition.js';
import { examplePage, fetchedPage } from '../page-fetched/page-fetched.js';

/** The same as page-fetched on a way of its own: what a person or a webhook waits for is never behind the pages of bulk runs. */
export const livePageFetched = message({
  name: 'live-page-fetched',
  topic: 'evenkeel.live-page-fetched.v1',
  summary: 'One page of named records, which somebody waits for: never behind the pages of bulk runs.',
  from: ['executor-worker'],
  to: ['ingestion'],
  // Pages of a chunk are applied in order.
  key: (page) => page.chunkId,
  schema: fetchedPage,
  example: examplePage,
});
