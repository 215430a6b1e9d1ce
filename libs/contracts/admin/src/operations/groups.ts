import { addGroup, groupList, groupView } from '../group.js';
import { nothing, operationsOf } from './operation.js';

export const groupOperations = operationsOf({
  addGroup: {
    method: 'POST',
    path: '/groups',
    request: { body: addGroup },
    answer: groupView,
    role: 'editor',
    idempotent: 'no',
    status: 200,
    summary: 'Add a group of jobs',
    tag: 'groups',
  },
  listGroups: {
    method: 'GET',
    path: '/groups',
    request: {},
    answer: groupList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List groups by name',
    tag: 'groups',
  },
  showGroup: {
    method: 'GET',
    path: '/groups/:group',
    request: {},
    answer: groupView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show a group and its latest run',
    tag: 'groups',
  },
  runGroup: {
    method: 'POST',
    path: '/groups/:group/runs',
    request: { body: nothing },
    answer: groupView,
    role: 'operator',
    idempotent: 'no',
    status: 200,
    summary: 'Run the jobs of a group in the order of what they depend on',
    tag: 'groups',
  },
});
