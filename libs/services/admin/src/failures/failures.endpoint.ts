import { ChangeFailure, ListFailures, RetryFailuresUseCase } from '@evenkeel/administration';
import { Body, Get, Headers, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import {
  discardFailure,
  editFailure,
  failureGroupList,
  failureGroupQuery,
  failureId,
  failureList,
  failureQuery,
  failureView,
  retryFailure,
  retryFailures,
  retryView,
  type DiscardFailure,
  type EditFailure,
  type FailureGroupList,
  type FailureGroupQuery,
  type FailureQuery,
  type FailureSummary,
  type FailureView,
  type ListView,
  type RetryFailure,
  type RetryFailures,
  type RetryView,
} from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';
import { IDEMPOTENCY_KEY, readIdempotencyKey } from '../http/idempotency-key.js';

@Endpoint('failures', 'failures')
export class FailuresEndpoint {
  constructor(
    private readonly listing: ListFailures,
    private readonly retrying: RetryFailuresUseCase,
    private readonly changing: ChangeFailure,
  ) {}

  @Get()
  @Operation({ id: 'listFailures', summary: 'List records that could not be applied', answer: failureList })
  list(@Query({ schema: failureQuery }) query: FailureQuery): Promise<ListView<FailureSummary>> {
    return this.listing.list(query);
  }

  @Get('groups')
  @Operation({
    id: 'listFailureGroups',
    summary: 'List the causes of open failures, the most frequent first',
    answer: failureGroupList,
  })
  groups(@Query({ schema: failureGroupQuery }) query: FailureGroupQuery): Promise<FailureGroupList> {
    return this.listing.groups(query);
  }

  @Get(':failure')
  @Operation({
    id: 'showFailure',
    summary: 'Show a failure with its payload and history',
    answer: failureView,
  })
  show(@Param('failure', { schema: failureId }) id: string): Promise<FailureView> {
    return this.listing.show(id);
  }

  @Post('retry')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Operation({
    id: 'retryFailures',
    summary: 'Start a run of the open failures of a job, or of one cause',
    status: 202,
    answer: retryView,
  })
  retryMany(
    @Body({ schema: retryFailures }) wanted: RetryFailures,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<RetryView> {
    return this.retrying.retryMany(wanted, readIdempotencyKey(key));
  }

  @Post(':failure/retry')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Operation({ id: 'retryFailure', summary: 'Start a run of one failure', status: 202, answer: retryView })
  retryOne(
    @Param('failure', { schema: failureId }) id: string,
    @Body({ schema: retryFailure }) wanted: RetryFailure,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<RetryView> {
    return this.retrying.retryOne(id, wanted, readIdempotencyKey(key));
  }

  @Patch(':failure')
  @ApiHeader(IDEMPOTENCY_KEY)
  @Operation({
    id: 'editFailure',
    summary: 'Put a payload in the place of the one that failed, and start a run of it',
    status: 202,
    answer: retryView,
  })
  edit(
    @Param('failure', { schema: failureId }) id: string,
    @Body({ schema: editFailure }) edited: EditFailure,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<RetryView> {
    return this.changing.edit(id, edited, readIdempotencyKey(key));
  }

  @Post(':failure/discard')
  @Operation({ id: 'discardFailure', summary: 'Give a failure up, and say why', answer: failureView })
  discard(
    @Param('failure', { schema: failureId }) id: string,
    @Body({ schema: discardFailure }) given: DiscardFailure,
  ): Promise<FailureView> {
    return this.changing.discard(id, given);
  }
}
