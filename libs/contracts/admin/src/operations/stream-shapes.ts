import { listQuery } from '../list.js';
import { acceptShape, shapeVersionList, streamShapeView } from '../stream-shape.js';
import { operationsOf } from './operation.js';

export const streamShapeOperations = operationsOf({
  showStreamShape: {
    method: 'GET',
    path: '/connections/:connection/streams/:stream/shape',
    request: {},
    answer: streamShapeView,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'Show what the records of a stream look like',
    description: 'What runs have seen of it; the provider is not called.',
    tag: 'connections',
  },
  listShapeVersions: {
    method: 'GET',
    path: '/connections/:connection/streams/:stream/shape/versions',
    request: { query: listQuery },
    answer: shapeVersionList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List how the records of a stream changed, newest first',
    description: 'Each version with what it has and the one before had not. The newest 500 are kept.',
    tag: 'connections',
  },
  acceptStreamShape: {
    method: 'POST',
    path: '/connections/:connection/streams/:stream/shape/accept',
    request: { body: acceptShape },
    answer: streamShapeView,
    role: 'operator',
    idempotent: 'yes',
    status: 200,
    summary: 'Accept what the records of a stream have become',
    description:
      'Runs of jobs that say `stop` go on with it from now on; one that was stopped may be resumed.',
    refusals: ['request.stale'],
    tag: 'connections',
  },
});
