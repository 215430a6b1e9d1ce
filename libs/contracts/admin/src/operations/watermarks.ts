import { setWatermark, watermarkHistory, watermarkView } from '../watermark.js';
import { listQuery } from '../list.js';
import { operationsOf } from './operation.js';

export const watermarkOperations = operationsOf({
  showWatermark: {
    method: 'GET',
    path: '/jobs/:job/watermark',
    request: {},
    answer: watermarkView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show how far a job has read its stream',
    description: 'Null where the job has read nothing yet: its next run reads everything.',
    tag: 'watermarks',
  },
  listWatermarks: {
    method: 'GET',
    path: '/jobs/:job/watermark/history',
    request: { query: listQuery },
    answer: watermarkHistory,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List what became of the watermark, newest first',
    description: 'Every move by a run and every edit by a person.',
    tag: 'watermarks',
  },
  setWatermark: {
    method: 'PUT',
    path: '/jobs/:job/watermark',
    request: { body: setWatermark },
    answer: watermarkView,
    role: 'editor',
    idempotent: 'yes',
    status: 200,
    summary: 'Set or clear the watermark, while no bulk run of the job is under way',
    description:
      'The next run reads what changed since. A watermark that is set too late makes it miss changes, null makes it read everything.',
    refusals: ['request.wrong_state'],
    tag: 'watermarks',
  },
});
