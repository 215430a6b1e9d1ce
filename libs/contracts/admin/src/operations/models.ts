import { modelView, setModel } from '../model.js';
import { operationsOf } from './operation.js';

export const modelOperations = operationsOf({
  showModel: {
    method: 'GET',
    path: '/model',
    request: {},
    answer: modelView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show the language model that is asked about conflicts, without its key',
    description: 'With what it was asked today. The ETag of the answer is what `If-Match` of a change takes.',
    refusals: ['request.not_found'],
    tag: 'models',
    revision: { told: true },
  },
  setModel: {
    method: 'PUT',
    path: '/model',
    request: { body: setModel },
    answer: modelView,
    role: 'admin',
    idempotent: 'yes',
    status: 200,
    summary: 'Name the language model that is asked about conflicts',
    description:
      'It is asked where the conflict policy of a job names the strategy `ai`, of the fields that differ and of nothing else. Nothing is called yet.',
    refusals: ['config.credentials_bound_elsewhere'],
    tag: 'models',
    revision: { checked: true, told: true },
  },
  removeModel: {
    method: 'DELETE',
    path: '/model',
    request: {},
    answer: modelView,
    role: 'admin',
    idempotent: 'no',
    status: 200,
    summary: 'Forget the language model and its key: conflicts are left to people',
    description: 'Jobs keep their policies. A conflict for which they name a model goes to review.',
    refusals: ['request.not_found'],
    tag: 'models',
    revision: { checked: true },
  },
});
