import { approvalList, approvalQuery, approvalView, grantView, rejectApproval } from '../approval.js';
import { idParameter, nothing, operationsOf } from './operation.js';

const params = { approval: idParameter } as const;

export const approvalOperations = operationsOf({
  listApprovals: {
    method: 'GET',
    path: '/approvals',
    request: { query: approvalQuery },
    answer: approvalList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List inactivations that wait for a person, newest first',
    tag: 'approvals',
  },
  showApproval: {
    method: 'GET',
    path: '/approvals/:approval',
    request: { params },
    answer: approvalView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show an approval with some of its records',
    tag: 'approvals',
  },
  grantApproval: {
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
  rejectApproval: {
    method: 'POST',
    path: '/approvals/:approval/reject',
    request: { params, body: rejectApproval },
    answer: approvalView,
    role: 'operator',
    idempotent: 'yes',
    status: 200,
    summary: 'Keep the records, and say why',
    tag: 'approvals',
  },
});
