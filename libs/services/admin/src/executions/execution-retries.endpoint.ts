import { RetryExecutionUseCase } from '@evenkeel/administration';
import { Body, Headers, Param, Post } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import {
  controlExecution,
  discardExecution,
  executionView,
  triggerView,
  type ControlExecution,
  type DiscardExecution,
  type ExecutionView,
  type TriggerView,
} from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';
import { idParameter } from '../http/id-parameter.js';
import { IDEMPOTENCY_KEY, readIdempotencyKey } from '../http/idempotency-key.js';

@Endpoint('executions/:execution', 'executions')
export class ExecutionRetriesEndpoint {
  constructor(private readonly retrying: RetryExecutionUseCase) {}

  @Post('retry')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Operation({
    id: 'retryExecution',
    summary: 'Try an ended execution again as a whole, as a new one',
    status: 202,
    answer: triggerView,
  })
  retry(
    @Param('execution', { schema: idParameter }) id: string,
    @Body({ schema: controlExecution }) { actor }: ControlExecution,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<TriggerView> {
    return this.retrying.retry(id, actor, readIdempotencyKey(key));
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
