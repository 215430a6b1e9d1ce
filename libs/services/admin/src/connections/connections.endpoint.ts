import { Body, Get, Param, Post, Query, Res } from '@nestjs/common';
import {
  addConnection,
  addWebhookEndpoint,
  API_PREFIX,
  connectionCheck,
  connectionList,
  connectionView,
  listQuery,
  streamList,
  webhookEndpointView,
  type AddConnection,
  type AddWebhookEndpoint,
  type ConnectionCheck,
  type ConnectionView,
  type ListQuery,
  type ListView,
  type StreamList,
  type WebhookEndpointView,
} from '@evenkeel/contracts-http';
import type { Response } from 'express';
import { Endpoint, Operation } from '../http/endpoint.js';
import { untilClosed } from '../http/until-closed.js';
import { AddWebhookEndpointUseCase } from '../webhooks/add-webhook-endpoint.js';
import { AddConnectionUseCase } from './add-connection.js';
import { CheckConnection } from './check-connection.js';
import { DiscoverStreams } from './discover-streams.js';
import { ListConnections } from './list-connections.js';

@Endpoint('connections', 'connections')
export class ConnectionsEndpoint {
  constructor(
    private readonly adding: AddConnectionUseCase,
    private readonly listing: ListConnections,
    private readonly checking: CheckConnection,
    private readonly discovering: DiscoverStreams,
    private readonly webhooks: AddWebhookEndpointUseCase,
  ) {}

  @Post()
  @Operation({ id: 'addConnection', summary: 'Add a connection', status: 201, answer: connectionView })
  async add(
    @Body({ schema: addConnection }) body: AddConnection,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ConnectionView> {
    const added = await this.adding.add(body);
    response.location(`${API_PREFIX}/connections/${added.id}`);
    return added;
  }

  @Get()
  @Operation({ id: 'listConnections', summary: 'List connections', answer: connectionList })
  list(@Query({ schema: listQuery }) query: ListQuery): Promise<ListView<ConnectionView>> {
    return this.listing.list(query);
  }

  @Get(':connection')
  @Operation({ id: 'showConnection', summary: 'Show a connection, by id or name', answer: connectionView })
  show(@Param('connection') reference: string): Promise<ConnectionView> {
    return this.listing.show(reference);
  }

  @Post(':connection/check')
  @Operation({
    id: 'checkConnection',
    summary: 'Ask the provider whether all is well',
    answer: connectionCheck,
  })
  check(
    @Param('connection') reference: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ConnectionCheck> {
    return this.checking.check(reference, untilClosed(response));
  }

  @Get(':connection/streams')
  @Operation({ id: 'listStreams', summary: 'List the streams of a connection', answer: streamList })
  streams(
    @Param('connection') reference: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamList> {
    return this.discovering.discover(reference, untilClosed(response));
  }

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
    return this.webhooks.add(reference, body);
  }
}
