import { pushList, pushQuery, pushView, settlePush } from '../push.js';
import { idParameter, operationsOf } from './operation.js';

const params = { push: idParameter } as const;

export const pushOperations = operationsOf({
  listPushes: {
    method: 'GET',
    path: '/pushes',
    request: { query: pushQuery },
    answer: pushList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List writes to providers',
    description: 'Those that are not applied yet, unless another state is asked for.',
    refusals: ['request.not_found'],
    tag: 'pushes',
  },
  showPush: {
    method: 'GET',
    path: '/pushes/:push',
    request: { params },
    answer: pushView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show a write with what was sent and answered',
    description: 'What was sent and answered is kept until the write is forgotten.',
    tag: 'pushes',
  },
  settlePush: {
    method: 'POST',
    path: '/pushes/:push/settle',
    request: { params, body: settlePush },
    answer: pushView,
    role: 'operator',
    idempotent: 'no',
    status: 200,
    summary: 'Say what became of a write whose answer was lost',
    description:
      'Of writes that are `in_doubt` or `uncertain`. What was not applied is sent again by the next run of the job.',
    refusals: ['request.wrong_state'],
    tag: 'pushes',
  },
});
