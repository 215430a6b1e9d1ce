import { planChangeList, planList, planQuery, planView } from '../plan.js';
import { listQuery } from '../list.js';
import { idParameter, nothing, operationsOf } from './operation.js';

const params = { plan: idParameter } as const;

export const planOperations = operationsOf({
  listPlans: {
    method: 'GET',
    path: '/plans',
    request: { query: planQuery },
    answer: planList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List plans, newest first',
    tag: 'plans',
  },
  showPlan: {
    method: 'GET',
    path: '/plans/:plan',
    request: { params },
    answer: planView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show what a run would do',
    tag: 'plans',
  },
  listPlanChanges: {
    method: 'GET',
    path: '/plans/:plan/changes',
    request: { params, query: listQuery },
    answer: planChangeList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List the first 1,000 changes of a plan, field by field',
    tag: 'plans',
  },
  approvePlan: {
    method: 'POST',
    path: '/plans/:plan/approve',
    request: { params, body: nothing },
    answer: planView,
    role: 'operator',
    idempotent: 'no',
    status: 200,
    summary: 'Approve a plan: a run that waits for it goes on',
    tag: 'plans',
  },
  rejectPlan: {
    method: 'POST',
    path: '/plans/:plan/reject',
    request: { params, body: nothing },
    answer: planView,
    role: 'operator',
    idempotent: 'no',
    status: 200,
    summary: 'Reject a plan: a run that waits for it is cancelled',
    tag: 'plans',
  },
});
