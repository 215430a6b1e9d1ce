import { ShowTrigger } from '@evenkeel/administration';
import { Get, Param } from '@nestjs/common';
import { triggerView, type TriggerView } from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';
import { idParameter } from '../http/id-parameter.js';

@Endpoint('triggers', 'runs')
export class TriggersEndpoint {
  constructor(private readonly showing: ShowTrigger) {}

  @Get(':trigger')
  @Operation({ id: 'showTrigger', summary: 'Show what became of a request for a run', answer: triggerView })
  show(@Param('trigger', { schema: idParameter }) id: string): Promise<TriggerView> {
    return this.showing.show(id);
  }
}
