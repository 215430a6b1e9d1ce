import { forceQuery } from '../managed.js';
import { listQuery } from '../list.js';
import { recordTypeList, recordTypeRemovalView, recordTypeView, setRecordType } from '../record-type.js';
import { operationsOf } from './operation.js';

export const recordTypeOperations = operationsOf({
  listRecordTypes: {
    method: 'GET',
    path: '/record-types',
    request: { query: listQuery },
    answer: recordTypeList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List record types',
    description: 'By name, with their schemas, the jobs that bring them and the SQL views that show them.',
    tag: 'record types',
  },
  showRecordType: {
    method: 'GET',
    path: '/record-types/:recordType',
    request: {},
    answer: recordTypeView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show a record type',
    description: 'The ETag of the answer is what `If-Match` of a change takes.',
    tag: 'record types',
    revision: { told: true },
  },
  setRecordType: {
    method: 'PUT',
    path: '/record-types/:recordType',
    request: { body: setRecordType },
    answer: recordTypeView,
    role: 'editor',
    idempotent: 'yes',
    status: 200,
    summary: 'Say what records of a type have to be like; the type is added where there is none',
    description:
      'The next run goes by it; one that is under way keeps the revision that it began with. Records that are here stay as they are: each is held against the schema when a run reads it again.',
    refusals: [
      'request.managed',
      'config.invalid_schema',
      'config.invalid_match',
      'config.invalid_sensitive',
    ],
    tag: 'record types',
    revision: { checked: true, told: true },
  },
  removeRecordType: {
    method: 'DELETE',
    path: '/record-types/:recordType',
    request: { query: forceQuery },
    answer: recordTypeRemovalView,
    role: 'editor',
    idempotent: 'no',
    status: 200,
    summary: 'Remove a record type that no job brings; its records stay',
    description: 'Its SQL view goes too, unless other views depend on it.',
    refusals: ['request.managed', 'request.wrong_state'],
    tag: 'record types',
    revision: { checked: true },
  },
});
