import { Body, Param, Post } from '@nestjs/common';
import {
  controlExecution,
  discardExecution,
  executionView,
  triggerView,
  type ControlExecution,
  type DiscardExecution,
  type ExecutionView,
  type TriggerView,
} from '@evenkeel/contracts-http';
import { Endpoint, Operation } from '../http/endpoint.js';
import { idParameter } from '../http/id-parameter.js';
import { RetryExecutionUseCase } from './retry-execution.js';

@Endpoint('executions/:execution', 'executions')
export class ExecutionRetriesEndpoint {
  constructor(private readonly retrying: RetryExecutionUseCase) {}

  @Post('retry')
  @Operation({
    id: 'retryExecution',
    summary: 'Try an ended execution again as a whole, as a new one',
    status: 202,
    answer: triggerView,
  })
  retry(
    @Param('execution', { schema: idParameter }) id: string,
    @Body({ schema: controlExecution }) { actor }: ControlExecution,
  ): Promise<TriggerView> {
    return this.retrying.retry(id, actor);
  }

  @Post('discard')
  @Operation({
    id: 'discardExecution',
    summary: 'Give up an execution that would be tried again, or exhausted its retries',
    answer: executionView,
  })
  discard(
    @Param('execution', { schema: idParameter }) id: string,
    @Body({ schema: discardExecution }) body: DiscardExecution,
  ): Promise<ExecutionView> {
    return this.retrying.discard(id, body);
  }
}
