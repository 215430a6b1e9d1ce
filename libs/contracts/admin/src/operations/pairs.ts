import { listQuery } from '../list.js';
import { pairList, pairView, decidePair } from '../pair.js';
import { operationsOf } from './operation.js';

export const pairOperations = operationsOf({
  listPairs: {
    method: 'GET',
    path: '/jobs/:job/pairs',
    request: { query: listQuery },
    answer: pairList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List records of which a person has to say whether both sides hold them',
    description:
      'Of a job that goes both ways and recognises records by fields of theirs (`pairBy`). They are created on neither side until then. In groups that are known by the same.',
    tag: 'plans',
  },
  decidePair: {
    method: 'POST',
    path: '/jobs/:job/pairs/decide',
    request: { body: decidePair },
    answer: pairView,
    role: 'operator',
    idempotent: 'no',
    status: 200,
    summary: 'Say which records of both sides are one',
    description:
      'With both ids they are one. With one of them that record is one with none of the other side, and is created there. What the provider has is read at once; what it lacks is sent by the next run.',
    refusals: ['request.wrong_state'],
    tag: 'plans',
  },
});
