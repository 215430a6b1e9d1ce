import { Get, Param, Query } from '@nestjs/common';
import {
  failureGroupList,
  failureGroupQuery,
  failureId,
  failureList,
  failureQuery,
  failureView,
  type FailureGroupList,
  type FailureGroupQuery,
  type FailureQuery,
  type FailureSummary,
  type FailureView,
  type ListView,
} from '@evenkeel/contracts-http';
import { Endpoint, Operation } from '../http/endpoint.js';
import { ListFailures } from './list-failures.js';

@Endpoint('failures', 'failures')
export class FailuresEndpoint {
  constructor(private readonly listing: ListFailures) {}

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
}
