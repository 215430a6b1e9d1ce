import { AddWebhookEndpointUseCase } from '@evenkeel/administration';
import { Body, Param, Post } from '@nestjs/common';
import {
  addWebhookEndpoint,
  webhookEndpointView,
  type AddWebhookEndpoint,
  type WebhookEndpointView,
} from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';

@Endpoint('connections', 'webhooks')
export class WebhookEndpointsEndpoint {
  constructor(private readonly adding: AddWebhookEndpointUseCase) {}

  @Post(':connection/webhook-endpoints')
  @Operation({
    id: 'addWebhookEndpoint',
    summary: 'Open an address for the deliveries of one stream; its secret is shown this once',
    status: 201,
    answer: webhookEndpointView,
  })
  addWebhookEndpoint(
    @Param('connection') reference: string,
    @Body({ schema: addWebhookEndpoint }) body: AddWebhookEndpoint,
  ): Promise<WebhookEndpointView> {
    return this.adding.add(reference, body);
  }
}
