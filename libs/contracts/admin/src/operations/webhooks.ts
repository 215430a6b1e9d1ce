import {
  addWebhookEndpoint,
  openEndpointList,
  openEndpointView,
  webhookEndpointView,
} from '../webhook-endpoint.js';
import { idParameter, operationsOf } from './operation.js';

export const webhookOperations = operationsOf({
  addWebhookEndpoint: {
    method: 'POST',
    path: '/connections/:connection/webhook-endpoints',
    request: { body: addWebhookEndpoint },
    answer: webhookEndpointView,
    role: 'admin',
    idempotent: 'no',
    status: 201,
    summary: 'Open an address for the deliveries of one stream; its secret is shown this once',
    description:
      'Deliveries to the address, signed with the secret, start runs of single records in every job of the stream that takes webhooks.',
    tag: 'webhooks',
  },
  listWebhookEndpoints: {
    method: 'GET',
    path: '/connections/:connection/webhook-endpoints',
    request: {},
    answer: openEndpointList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List the open addresses for deliveries of a connection, without their secrets',
    description: 'With when each was used last, so that those without use can be closed.',
    tag: 'webhooks',
  },
  closeWebhookEndpoint: {
    method: 'DELETE',
    path: '/webhook-endpoints/:endpoint',
    request: { params: { endpoint: idParameter } },
    answer: openEndpointView,
    role: 'admin',
    idempotent: 'no',
    status: 200,
    summary: 'Close an address for deliveries: what is sent to it from now on is refused',
    description:
      'To change a secret, open another address and close this one once the provider sends to that.',
    tag: 'webhooks',
  },
});
