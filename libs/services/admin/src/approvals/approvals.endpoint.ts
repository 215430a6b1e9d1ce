import { DecideApprovalUseCase, ListApprovals } from '@evenkeel/administration';
import { Body, Get, Param, Post, Query } from '@nestjs/common';
import {
  approvalList,
  approvalQuery,
  approvalView,
  grantApproval,
  grantView,
  rejectApproval,
  type ApprovalQuery,
  type ApprovalSummary,
  type ApprovalView,
  type GrantApproval,
  type GrantView,
  type ListView,
  type RejectApproval,
} from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';
import { idParameter } from '../http/id-parameter.js';

@Endpoint('approvals', 'approvals')
export class ApprovalsEndpoint {
  constructor(
    private readonly listing: ListApprovals,
    private readonly deciding: DecideApprovalUseCase,
  ) {}

  @Get()
  @Operation({
    id: 'listApprovals',
    summary: 'List inactivations that wait for a person, newest first',
    answer: approvalList,
  })
  list(@Query({ schema: approvalQuery }) query: ApprovalQuery): Promise<ListView<ApprovalSummary>> {
    return this.listing.list(query);
  }

  @Get(':approval')
  @Operation({
    id: 'showApproval',
    summary: 'Show an approval with some of its records',
    answer: approvalView,
  })
  show(@Param('approval', { schema: idParameter }) id: string): Promise<ApprovalView> {
    return this.listing.show(id);
  }

  @Post(':approval/grant')
  @Operation({
    id: 'grantApproval',
    summary: 'Start a run that inactivates what is still gone',
    status: 202,
    answer: grantView,
  })
  grant(
    @Param('approval', { schema: idParameter }) id: string,
    @Body({ schema: grantApproval }) granted: GrantApproval,
  ): Promise<GrantView> {
    return this.deciding.grant(id, granted);
  }

  @Post(':approval/reject')
  @Operation({ id: 'rejectApproval', summary: 'Keep the records, and say why', answer: approvalView })
  reject(
    @Param('approval', { schema: idParameter }) id: string,
    @Body({ schema: rejectApproval }) rejected: RejectApproval,
  ): Promise<ApprovalView> {
    return this.deciding.reject(id, rejected);
  }
}
