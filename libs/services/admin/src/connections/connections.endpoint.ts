import {
  AddConnectionUseCase,
  ChangeConnectionUseCase,
  CheckConnection,
  DiscoverStreams,
  ListConnections,
  ShowQuota,
} from '@evenkeel/administration';
import { Body, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import {
  addConnection,
  API_PREFIX,
  changeConnection,
  connectionCheck,
  connectionList,
  connectionView,
  listQuery,
  quotaUseView,
  streamList,
  type AddConnection,
  type ChangeConnection,
  type ConnectionCheck,
  type ConnectionView,
  type ListQuery,
  type ListView,
  type QuotaUseView,
  type StreamList,
} from '@evenkeel/contracts-admin';
import type { Response } from 'express';
import { Endpoint, Operation } from '../http/endpoint.js';
import { untilClosed } from '../http/until-closed.js';

@Endpoint('connections', 'connections')
export class ConnectionsEndpoint {
  constructor(
    private readonly adding: AddConnectionUseCase,
    private readonly changing: ChangeConnectionUseCase,
    private readonly listing: ListConnections,
    private readonly checking: CheckConnection,
    private readonly discovering: DiscoverStreams,
    private readonly quotas: ShowQuota,
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

  @Patch(':connection')
  @Operation({
    id: 'changeConnection',
    summary: 'Replace settings, credentials, quota or retry of a connection; it is active again',
    answer: connectionView,
  })
  change(
    @Param('connection') reference: string,
    @Body({ schema: changeConnection }) body: ChangeConnection,
  ): Promise<ConnectionView> {
    return this.changing.change(reference, body);
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

  @Get(':connection/quota')
  @Operation({
    id: 'showQuota',
    summary: 'Show what of its quota a connection uses, and what keeps it from calling',
    answer: quotaUseView,
  })
  quota(@Param('connection') reference: string): Promise<QuotaUseView> {
    return this.quotas.show(reference);
  }

  @Get(':connection/streams')
  @Operation({ id: 'listStreams', summary: 'List the streams of a connection', answer: streamList })
  streams(
    @Param('connection') reference: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamList> {
    return this.discovering.discover(reference, untilClosed(response));
  }
}
