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
    summary: 'List inactivations that wait for a person, newest first',
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
    summary: 'Start a run that inactivates what is still gone',
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
    tag: 'approvals',
  },
});
