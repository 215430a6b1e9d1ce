import { recordPageView } from '../record-page.js';
import { recordId, recordList, recordQuery } from '../record.js';
import { operationsOf } from './operation.js';

export const recordOperations = operationsOf({
  listRecords: {
    method: 'GET',
    path: '/records',
    request: { query: recordQuery },
    answer: recordList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List the records of a type, or those of one external id',
    description: 'In the order in which they were first stored.',
    tag: 'records',
  },
  showRecord: {
    method: 'GET',
    path: '/records/:record',
    request: { params: { record: recordId } },
    answer: recordPageView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show a record',
    description:
      'With the ids by which providers know it, its links, its open failures and the last 50 things that happened to it.',
    tag: 'records',
  },
});
