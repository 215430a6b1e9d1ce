import { SetControlUseCase, ShowEngine } from '@evenkeel/administration';
import { Body, Get, Post } from '@nestjs/common';
import {
  controlView,
  engineView,
  setControl,
  type ControlView,
  type EngineView,
  type SetControl,
} from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';

@Endpoint('engine', 'engine')
export class EngineEndpoint {
  constructor(
    private readonly showing: ShowEngine,
    private readonly controlling: SetControlUseCase,
  ) {}

  @Get()
  @Operation({
    id: 'showEngine',
    summary: 'Show what the engine does, what waits, and what keeps it',
    answer: engineView,
  })
  show(): Promise<EngineView> {
    return this.showing.show();
  }

  @Post('control')
  @Operation({
    id: 'controlEngine',
    summary: 'Pause, stop or start the whole engine',
    answer: controlView,
  })
  control(@Body({ schema: setControl }) body: SetControl): Promise<ControlView> {
    return this.controlling.ofEngine(body);
  }
}
