import {
  addWebhookEndpoint,
  openEndpointList,
  openEndpointView,
  rotateWebhookSecret,
  webhookEndpointView,
} from '../webhook-endpoint.js';
import { deliveryList, deliveryQuery, redelivered, redeliverRequest } from '../webhook-delivery.js';
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
      'Deliveries to the address, signed with the secret, start runs of single records in every job of the stream that takes webhooks. docs/webhooks.md has a recipe for each sender.',
    refusals: ['config.*'],
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
    description: 'To change a secret, rotate it: the address stays.',
    tag: 'webhooks',
  },
  rotateWebhookSecret: {
    method: 'POST',
    path: '/webhook-endpoints/:endpoint/rotate',
    request: { params: { endpoint: idParameter }, body: rotateWebhookSecret },
    answer: webhookEndpointView,
    role: 'admin',
    idempotent: 'no',
    status: 200,
    summary: 'Give an address another secret; it is shown this once',
    description:
      'The old one counts as well until `previousUntil`, so that the provider can be told meanwhile. Of two rotations in that time only the last two secrets count.',
    tag: 'webhooks',
  },
  listDeliveries: {
    method: 'GET',
    path: '/webhook-endpoints/:endpoint/deliveries',
    request: { params: { endpoint: idParameter }, query: deliveryQuery },
    answer: deliveryList,
    role: 'viewer',
    idempotent: 'yes',
    status: 200,
    summary: 'List what was delivered to an address, and what became of it',
    description:
      'Newest first; only deliveries that were verified. What was refused is told by the list of addresses, with the reason of the latest.',
    tag: 'webhooks',
  },
  redeliver: {
    method: 'POST',
    path: '/webhook-endpoints/:endpoint/redeliver',
    request: { params: { endpoint: idParameter }, body: redeliverRequest },
    answer: redelivered,
    role: 'operator',
    idempotent: 'no',
    status: 200,
    summary: 'Take deliveries once more, as if they had come just now',
    description:
      'Each is read anew from its kept body, and starts runs of the jobs that want it now. Its records are read from the provider, or are ordered by the versions in it, so that old deliveries bring nothing old back.',
    tag: 'webhooks',
  },
});
