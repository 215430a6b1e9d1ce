import { dedupePairList, dedupeRunList, dedupeRunQuery, dedupeRunView, startDedupe } from '../dedupe.js';
import { listQuery } from '../list.js';
import { idParameter, nothing, operationsOf } from './operation.js';

const ofRun = { dedupeRun: idParameter } as const;
const decision = {
  method: 'POST',
  request: { params: ofRun, body: nothing },
  answer: dedupeRunView,
  idempotent: 'no',
  status: 200,
  refusals: ['request.wrong_state'],
  tag: 'matches',
  revision: { checked: true, told: true },
} as const;

export const dedupeRunOperations = operationsOf({
  startDedupe: {
    method: 'POST',
    path: '/dedupe-runs',
    request: { body: startDedupe },
    answer: dedupeRunView,
    role: 'editor',
    idempotent: 'no',
    status: 201,
    summary: 'Look at what match rules would make of stored records',
    description:
      'Makes the preview, and changes nothing until that is confirmed. Where much is stored it goes on behind the answer.',
    refusals: ['request.not_found', 'request.wrong_state'],
    tag: 'matches',
    revision: { told: true },
    location: '/dedupe-runs/:id',
  },
  listDedupeRuns: {
    method: 'GET',
    path: '/dedupe-runs',
    request: { query: dedupeRunQuery },
    answer: dedupeRunList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List dedupe runs, newest first',
    description: 'Each with its receipt.',
    tag: 'matches',
  },
  showDedupeRun: {
    method: 'GET',
    path: '/dedupe-runs/:dedupeRun',
    request: { params: ofRun },
    answer: dedupeRunView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show a dedupe run and its receipt',
    description: 'The ETag of the answer is what `If-Match` of a confirmation takes.',
    tag: 'matches',
    revision: { told: true },
  },
  listDedupePairs: {
    method: 'GET',
    path: '/dedupe-runs/:dedupeRun/pairs',
    request: { params: ofRun, query: listQuery },
    answer: dedupePairList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List the pairs that the preview of a dedupe run showed',
    description: 'A record that the run has merged since gives its place to the one that it became part of.',
    tag: 'matches',
  },
  confirmDedupe: {
    ...decision,
    path: '/dedupe-runs/:dedupeRun/confirm',
    role: 'editor',
    summary: 'Merge what a preview showed',
    description:
      'Each pair is decided anew by what is stored by then. What has moved since is left as it is, and counted.',
  },
  pauseDedupe: {
    ...decision,
    path: '/dedupe-runs/:dedupeRun/pause',
    role: 'operator',
    summary: 'Pause a dedupe run',
    description: 'What it has merged stays; nothing of it holds up other runs meanwhile.',
  },
  resumeDedupe: {
    ...decision,
    path: '/dedupe-runs/:dedupeRun/resume',
    role: 'operator',
    summary: 'Let a paused dedupe run go on',
    description: 'Where it stood.',
  },
  cancelDedupe: {
    ...decision,
    path: '/dedupe-runs/:dedupeRun/cancel',
    role: 'operator',
    summary: 'End a dedupe run',
    description: 'What it has merged stays, and can be undone merge by merge.',
  },
});
