import { Body, Post } from '@nestjs/common';
import { controlView, setControl, type ControlView, type SetControl } from '@evenkeel/contracts-http';
import { Endpoint, Operation } from '../http/endpoint.js';
import { SetControlUseCase } from './set-control.js';

@Endpoint('engine', 'engine')
export class EngineEndpoint {
  constructor(private readonly controlling: SetControlUseCase) {}

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
