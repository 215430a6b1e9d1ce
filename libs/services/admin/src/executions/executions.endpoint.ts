import {
  CancelExecution,
  ListExecutions,
  PauseExecution,
  ResumeExecution,
  ShowExecution,
} from '@evenkeel/administration';
import { Body, Get, Param, Post, Query } from '@nestjs/common';
import {
  controlExecution,
  executionList,
  executionQuery,
  executionView,
  listQuery,
  loggedErrorList,
  recordOutcomeList,
  type ControlExecution,
  type ExecutionQuery,
  type ExecutionSummary,
  type ExecutionView,
  type ListQuery,
  type ListView,
  type LoggedErrorView,
  type RecordOutcomeView,
} from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';
import { idParameter } from '../http/id-parameter.js';

@Endpoint('executions', 'executions')
export class ExecutionsEndpoint {
  constructor(
    private readonly listing: ListExecutions,
    private readonly showing: ShowExecution,
    private readonly cancelling: CancelExecution,
    private readonly pausing: PauseExecution,
    private readonly resuming: ResumeExecution,
  ) {}

  @Get()
  @Operation({ id: 'listExecutions', summary: 'List executions, newest first', answer: executionList })
  list(@Query({ schema: executionQuery }) query: ExecutionQuery): Promise<ListView<ExecutionSummary>> {
    return this.listing.list(query);
  }

  @Get(':execution')
  @Operation({ id: 'showExecution', summary: 'Show an execution and how far it is', answer: executionView })
  show(@Param('execution', { schema: idParameter }) id: string): Promise<ExecutionView> {
    return this.showing.show(id);
  }

  @Get(':execution/outcomes')
  @Operation({
    id: 'listOutcomes',
    summary: 'List what happened to the records that were neither created nor found unchanged',
    answer: recordOutcomeList,
  })
  outcomes(
    @Param('execution', { schema: idParameter }) id: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<ListView<RecordOutcomeView>> {
    return this.listing.listOutcomes(id, query);
  }

  @Get(':execution/errors')
  @Operation({
    id: 'listErrors',
    summary: 'List what went wrong in the run, also where a later try succeeded',
    answer: loggedErrorList,
  })
  errors(
    @Param('execution', { schema: idParameter }) id: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<ListView<LoggedErrorView>> {
    return this.listing.listErrors(id, query);
  }

  @Post(':execution/cancel')
  @Operation({
    id: 'cancelExecution',
    summary: 'Cancel: nothing is written for it once this is answered',
    answer: executionView,
  })
  cancel(
    @Param('execution', { schema: idParameter }) id: string,
    @Body({ schema: controlExecution }) { actor }: ControlExecution,
  ): Promise<ExecutionView> {
    return this.cancelling.cancel(id, actor);
  }

  @Post(':execution/pause')
  @Operation({
    id: 'pauseExecution',
    summary: 'Pause: nothing more is read, pages under way are still applied',
    answer: executionView,
  })
  pause(
    @Param('execution', { schema: idParameter }) id: string,
    @Body({ schema: controlExecution }) { actor }: ControlExecution,
  ): Promise<ExecutionView> {
    return this.pausing.pause(id, actor);
  }

  @Post(':execution/resume')
  @Operation({
    id: 'resumeExecution',
    summary: 'Go on: a paused one where it stands, an ended one from the last page that was applied',
    answer: executionView,
  })
  resume(
    @Param('execution', { schema: idParameter }) id: string,
    @Body({ schema: controlExecution }) { actor }: ControlExecution,
  ): Promise<ExecutionView> {
    return this.resuming.resume(id, actor);
  }
}
