import { z } from 'zod';
import { quarantineList, quarantineQuery, releasedView, releaseQuarantined } from '../quarantine.js';
import { operationsOf } from './operation.js';

const params = {
  quarantined: z.string().regex(/^\d{1,19}$/, { error: 'must be an id, as the list of them shows it' }),
} as const;

export const quarantineOperations = operationsOf({
  listQuarantine: {
    method: 'GET',
    path: '/quarantine',
    request: { query: quarantineQuery },
    answer: quarantineList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List records that went back and forth and are left alone',
    description:
      'Each side answered what the engine wrote there by putting the value before it back, more often than the `flipFlopLimit` of the job allows in 24 hours. Nothing of them is read or sent.',
    refusals: ['request.not_found'],
    tag: 'pushes',
  },
  releaseQuarantine: {
    method: 'POST',
    path: '/quarantine/:quarantined/release',
    request: { params, body: releaseQuarantined },
    answer: releasedView,
    role: 'operator',
    idempotent: 'no',
    status: 202,
    summary: 'Keep a record in step again that went back and forth',
    description: 'Counting begins anew. A run reads it first, and joins what both sides hold by then.',
    refusals: ['request.wrong_state'],
    tag: 'pushes',
  },
});
