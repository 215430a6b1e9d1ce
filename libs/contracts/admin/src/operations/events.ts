import { eventList, eventQuery, executionEventQuery } from '../event.js';
import { idParameter, operationsOf } from './operation.js';

const STREAM =
  'Asked with `Accept: text/event-stream` it stays open and tells each event as it happens (server-sent events): `id` is the position, ' +
  '`event` the type, `data` the CloudEvent; the first, `begin`, only says from where on. Who comes back with `Last-Event-ID` misses nothing that is still kept; ' +
  'an event `gap` tells of what is not. A comment comes at least every 15 seconds.';

export const eventOperations = operationsOf({
  listEvents: {
    method: 'GET',
    path: '/events',
    request: { query: eventQuery },
    answer: eventList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List or follow what happened',
    description: STREAM,
    refusals: ['request.not_found'],
    tag: 'events',
    streams: true,
  },
  listExecutionEvents: {
    method: 'GET',
    path: '/executions/:execution/events',
    request: { params: { execution: idParameter }, query: executionEventQuery },
    answer: eventList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List or follow what happens in a run',
    description: `${STREAM} Events \`progress\`, which have no id, say how far the run is, at most four times a second and as the run itself is shown.`,
    tag: 'events',
    streams: true,
  },
});
