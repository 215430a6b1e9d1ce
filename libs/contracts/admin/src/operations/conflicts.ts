import {
  conflictList,
  conflictQuery,
  conflictView,
  resolveConflict,
  resolveConflicts,
  resolvedConflicts,
  undoConflict,
} from '../conflict.js';
import { idParameter, operationsOf } from './operation.js';

const params = { conflict: idParameter } as const;

export const conflictOperations = operationsOf({
  listConflicts: {
    method: 'GET',
    path: '/conflicts',
    request: { query: conflictQuery },
    answer: conflictList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List records that both sides changed, newest first',
    description: 'Those that wait for a decision, unless another state is asked for.',
    refusals: ['request.not_found'],
    tag: 'conflicts',
  },
  resolveConflicts: {
    method: 'POST',
    path: '/conflicts/resolve',
    request: { body: resolveConflicts },
    answer: resolvedConflicts,
    role: 'operator',
    idempotent: 'no',
    status: 200,
    summary: 'Decide many conflicts by one rule, after a preview of it',
    description:
      'A preview tells what would be decided and gives an ETag; the decision has to name it as `If-Match` and is refused with 412 where the conflicts are others, or other ones, by then.',
    refusals: ['request.not_found'],
    tag: 'conflicts',
    revision: { checked: true, told: true },
  },
  showConflict: {
    method: 'GET',
    path: '/conflicts/:conflict',
    request: { params },
    answer: conflictView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show a conflict: what both sides last agreed on and what each has',
    description:
      'Only the fields in which they differ. The ETag of the answer is what `If-Match` of a decision takes.',
    tag: 'conflicts',
    revision: { told: true },
  },
  resolveConflict: {
    method: 'POST',
    path: '/conflicts/:conflict/resolve',
    request: { params, body: resolveConflict },
    answer: conflictView,
    role: 'operator',
    idempotent: 'no',
    status: 200,
    summary: 'Decide a conflict, field by field or for one side',
    description:
      'The next run of the job carries it out: it reads the record, and where either side holds something else by then, the conflict opens again. Held against the schema of the record type.',
    refusals: ['request.wrong_state'],
    tag: 'conflicts',
    revision: { checked: true, told: true },
  },
  undoConflict: {
    method: 'POST',
    path: '/conflicts/:conflict/undo',
    request: { params, body: undoConflict },
    answer: conflictView,
    role: 'operator',
    idempotent: 'no',
    status: 200,
    summary: 'Take a decision back, while nothing was changed since',
    description:
      'The local record is as it was, the next run restores what the provider had, and the conflict is open again.',
    refusals: ['request.wrong_state'],
    tag: 'conflicts',
    revision: { checked: true, told: true },
  },
});
