import { Get, Param } from '@nestjs/common';
import { triggerView, type TriggerView } from '@evenkeel/contracts-http';
import { Endpoint, Operation } from '../http/endpoint.js';
import { idParameter } from '../http/id-parameter.js';
import { ShowTrigger } from './show-trigger.js';

@Endpoint('triggers', 'runs')
export class TriggersEndpoint {
  constructor(private readonly showing: ShowTrigger) {}

  @Get(':trigger')
  @Operation({ id: 'showTrigger', summary: 'Show what became of a request for a run', answer: triggerView })
  show(@Param('trigger', { schema: idParameter }) id: string): Promise<TriggerView> {
    return this.showing.show(id);
  }
}
