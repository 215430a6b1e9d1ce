import { eraseRequest, erasureAnswer } from '../erasure.js';
import { recordPageView } from '../record-page.js';
import { recordId, recordList, recordQuery } from '../record.js';
import { nothing, operationsOf } from './operation.js';

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
  eraseRecord: {
    method: 'POST',
    path: '/records/:record/erase',
    request: { params: { record: recordId }, body: eraseRequest },
    answer: erasureAnswer,
    role: 'admin',
    idempotent: 'yes',
    status: 200,
    summary: 'Remove the values of a record from everything that holds them',
    description:
      'Ids, links and counts stay. What its providers say of it later is left out until that is allowed again. It cannot be undone; a preview changes nothing.',
    refusals: ['request.wrong_state'],
    tag: 'records',
  },
  uneraseRecord: {
    method: 'POST',
    path: '/records/:record/unerase',
    request: { params: { record: recordId }, body: nothing },
    answer: erasureAnswer,
    role: 'admin',
    idempotent: 'yes',
    status: 200,
    summary: 'Let the values of a record that was erased be kept again',
    description:
      'Nothing comes back by itself: the next run that reads it stores what its provider says then.',
    refusals: ['request.wrong_state'],
    tag: 'records',
  },
});
