import {
  inactivationApprovalList,
  inactivationApprovalQuery,
  inactivationApprovalView,
  grantView,
  rejectInactivationApproval,
} from '../inactivation-approval.js';
import { idParameter, nothing, operationsOf } from './operation.js';

const params = { approval: idParameter } as const;

export const inactivationApprovalOperations = operationsOf({
  listInactivationApprovals: {
    method: 'GET',
    path: '/approvals',
    request: { query: inactivationApprovalQuery },
    answer: inactivationApprovalList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List what waits for a person because many records are gone, newest first',
    description: 'Those that wait, unless another state is asked for.',
    refusals: ['request.not_found'],
    tag: 'approvals',
  },
  showInactivationApproval: {
    method: 'GET',
    path: '/approvals/:approval',
    request: { params },
    answer: inactivationApprovalView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show an approval with some of its records',
    description:
      'With external ids of some of the records that would be inactivated, or deleted at the provider.',
    tag: 'approvals',
  },
  grantInactivationApproval: {
    method: 'POST',
    path: '/approvals/:approval/grant',
    request: { params, body: nothing },
    answer: grantView,
    role: 'operator',
    idempotent: 'yes',
    status: 202,
    summary: 'Start a run that inactivates, or deletes at the provider, what is still gone',
    description: 'Each record is looked at once more: what is there again is kept.',
    refusals: ['request.wrong_state'],
    tag: 'approvals',
  },
  rejectInactivationApproval: {
    method: 'POST',
    path: '/approvals/:approval/reject',
    request: { params, body: rejectInactivationApproval },
    answer: inactivationApprovalView,
    role: 'operator',
    idempotent: 'yes',
    status: 200,
    summary: 'Keep the records, and say why',
    description:
      'The records stay active. What is still gone is asked about again by a later run; what was deleted here, and is to stay at the provider, only once it is changed here again.',
    refusals: ['request.wrong_state'],
    tag: 'approvals',
  },
});
