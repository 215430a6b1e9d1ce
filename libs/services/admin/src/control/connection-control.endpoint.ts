import { SetControlUseCase } from '@evenkeel/administration';
import { Body, Get, Param, Post } from '@nestjs/common';
import { controlView, setControl, type ControlView, type SetControl } from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';

@Endpoint('connections/:connection/control', 'connections')
export class ConnectionControlEndpoint {
  constructor(private readonly controlling: SetControlUseCase) {}

  @Get()
  @Operation({
    id: 'showConnectionControl',
    summary: 'Show whether a connection is held',
    answer: controlView,
  })
  show(@Param('connection') reference: string): Promise<ControlView> {
    return this.controlling.show(reference);
  }

  @Post()
  @Operation({
    id: 'controlConnection',
    summary: 'Pause, stop or start everything of a connection',
    answer: controlView,
  })
  control(
    @Param('connection') reference: string,
    @Body({ schema: setControl }) body: SetControl,
  ): Promise<ControlView> {
    return this.controlling.ofConnection(reference, body);
  }
}
