import { Body, Get, Headers, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import {
  addJob,
  API_PREFIX,
  jobList,
  jobView,
  listQuery,
  requestPreview,
  requestRun,
  triggerView,
  type AddJob,
  type JobView,
  type ListQuery,
  type ListView,
  type RequestPreview,
  type RequestRun,
  type TriggerView,
} from '@evenkeel/contracts-http';
import type { Response } from 'express';
import { Endpoint, Operation } from '../http/endpoint.js';
import { RequestRunUseCase } from '../runs/request-run.js';
import { readIdempotencyKey } from '../runs/idempotency-key.js';
import { AddJobUseCase } from './add-job.js';
import { ListJobs } from './list-jobs.js';

@Endpoint('jobs', 'jobs')
export class JobsEndpoint {
  constructor(
    private readonly adding: AddJobUseCase,
    private readonly listing: ListJobs,
    private readonly requesting: RequestRunUseCase,
  ) {}

  @Post()
  @Operation({ id: 'addJob', summary: 'Add a job', status: 201, answer: jobView })
  async add(
    @Body({ schema: addJob }) body: AddJob,
    @Res({ passthrough: true }) response: Response,
  ): Promise<JobView> {
    const added = await this.adding.add(body);
    response.location(`${API_PREFIX}/jobs/${added.id}`);
    return added;
  }

  @Get()
  @Operation({ id: 'listJobs', summary: 'List jobs', answer: jobList })
  list(@Query({ schema: listQuery }) query: ListQuery): Promise<ListView<JobView>> {
    return this.listing.list(query);
  }

  @Get(':job')
  @Operation({ id: 'showJob', summary: 'Show a job, by id or name', answer: jobView })
  show(@Param('job') reference: string): Promise<JobView> {
    return this.listing.show(reference);
  }

  @Post(':job/runs')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Sent twice with one key, it is one run',
  })
  @Operation({
    id: 'requestRun',
    summary: 'Ask for a run; Location tells where to see what becomes of it',
    status: 202,
    answer: triggerView,
  })
  async run(
    @Param('job') reference: string,
    @Body({ schema: requestRun }) body: RequestRun,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TriggerView> {
    const trigger = await this.requesting.request(reference, body, readIdempotencyKey(key));
    response.location(`${API_PREFIX}/triggers/${trigger.id}`);
    return trigger;
  }

  @Post(':job/previews')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Sent twice with one key, it is one preview',
  })
  @Operation({
    id: 'requestPreview',
    summary: 'Ask for a plan of what a run would do; nothing is written',
    status: 202,
    answer: triggerView,
  })
  async preview(
    @Param('job') reference: string,
    @Body({ schema: requestPreview }) body: RequestPreview,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TriggerView> {
    const trigger = await this.requesting.preview(reference, body, readIdempotencyKey(key));
    response.location(`${API_PREFIX}/triggers/${trigger.id}`);
    return trigger;
  }
}
