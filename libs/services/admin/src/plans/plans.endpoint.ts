import { DecidePlanUseCase, ShowPlan } from '@evenkeel/administration';
import { Body, Get, Param, Post, Query } from '@nestjs/common';
import {
  decidePlan,
  listQuery,
  planChangeList,
  planList,
  planQuery,
  planView,
  type DecidePlan,
  type ListQuery,
  type ListView,
  type PlanChangeView,
  type PlanQuery,
  type PlanSummaryView,
  type PlanView,
} from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';
import { idParameter } from '../http/id-parameter.js';

@Endpoint('plans', 'plans')
export class PlansEndpoint {
  constructor(
    private readonly showing: ShowPlan,
    private readonly deciding: DecidePlanUseCase,
  ) {}

  @Get()
  @Operation({ id: 'listPlans', summary: 'List plans, newest first', answer: planList })
  list(@Query({ schema: planQuery }) query: PlanQuery): Promise<ListView<PlanSummaryView>> {
    return this.showing.list(query);
  }

  @Get(':plan')
  @Operation({ id: 'showPlan', summary: 'Show what a run would do', answer: planView })
  show(@Param('plan', { schema: idParameter }) id: string): Promise<PlanView> {
    return this.showing.show(id);
  }

  @Get(':plan/changes')
  @Operation({
    id: 'listPlanChanges',
    summary: 'List the first 1,000 changes of a plan, field by field',
    answer: planChangeList,
  })
  changes(
    @Param('plan', { schema: idParameter }) id: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<ListView<PlanChangeView>> {
    return this.showing.changes(id, query);
  }

  @Post(':plan/approve')
  @Operation({
    id: 'approvePlan',
    summary: 'Approve a plan: a run that waits for it goes on',
    answer: planView,
  })
  approve(
    @Param('plan', { schema: idParameter }) id: string,
    @Body({ schema: decidePlan }) { actor }: DecidePlan,
  ): Promise<PlanView> {
    return this.deciding.approve(id, actor);
  }

  @Post(':plan/reject')
  @Operation({
    id: 'rejectPlan',
    summary: 'Reject a plan: a run that waits for it is cancelled',
    answer: planView,
  })
  reject(
    @Param('plan', { schema: idParameter }) id: string,
    @Body({ schema: decidePlan }) { actor }: DecidePlan,
  ): Promise<PlanView> {
    return this.deciding.reject(id, actor);
  }
}
