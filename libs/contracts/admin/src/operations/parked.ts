import { parkedList, parkedQuery } from '../parked.js';
import { operationsOf } from './operation.js';

export const parkedOperations = operationsOf({
  listParked: {
    method: 'GET',
    path: '/parked',
    request: { query: parkedQuery },
    answer: parkedList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List records that wait for others',
    description: 'Oldest first. Each is applied once the record that it waits for is here.',
    refusals: ['request.not_found'],
    tag: 'failures',
  },
});
