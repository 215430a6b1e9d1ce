import {
  AddJobUseCase,
  ChangeJobUseCase,
  ListJobs,
  RemoveJobUseCase,
  RequestRunUseCase,
} from '@evenkeel/administration';
import { Body, Delete, Get, Headers, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import {
  addJob,
  API_PREFIX,
  changeJobRequest,
  jobList,
  jobRemovalView,
  jobView,
  listQuery,
  removeJobQuery,
  requestPreview,
  requestRun,
  triggerView,
  type AddJob,
  type ChangeJob,
  type JobRemovalView,
  type JobView,
  type ListQuery,
  type ListView,
  type RemoveJobQuery,
  type RequestPreview,
  type RequestRun,
  type TriggerView,
} from '@evenkeel/contracts-admin';
import type { Response } from 'express';
import { Endpoint, Operation } from '../http/endpoint.js';
import { IDEMPOTENCY_KEY, readIdempotencyKey } from '../http/idempotency-key.js';
import { entityTag, readIfMatch } from '../http/if-match.js';

const IF_MATCH = {
  name: 'If-Match',
  required: false,
  description: 'The ETag of the job as you have seen it; refused with 412 if somebody has changed it since',
};

@Endpoint('jobs', 'jobs')
export class JobsEndpoint {
  constructor(
    private readonly adding: AddJobUseCase,
    private readonly changing: ChangeJobUseCase,
    private readonly removing: RemoveJobUseCase,
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
  async show(
    @Param('job') reference: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<JobView> {
    return tagged(await this.listing.show(reference), response);
  }

  @Patch(':job')
  @ApiHeader(IF_MATCH)
  @Operation({
    id: 'changeJob',
    summary: 'Change a job; what is left out stays, and a running execution keeps what it began with',
    answer: jobView,
  })
  async change(
    @Param('job') reference: string,
    @Body({ schema: changeJobRequest }) body: ChangeJob,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<JobView> {
    return tagged(await this.changing.change(reference, body, readIfMatch(ifMatch)), response);
  }

  @Delete(':job')
  @ApiHeader(IF_MATCH)
  @Operation({
    id: 'removeJob',
    summary: 'Remove a job: its runs are cancelled, its history and records stay, its name is free',
    answer: jobRemovalView,
  })
  remove(
    @Param('job') reference: string,
    @Query({ schema: removeJobQuery }) query: RemoveJobQuery,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<JobRemovalView> {
    return this.removing.remove(reference, query, readIfMatch(ifMatch));
  }

  @Post(':job/runs')
  @ApiHeader(IDEMPOTENCY_KEY)
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
  @ApiHeader(IDEMPOTENCY_KEY)
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

/** The tag is of what a person has set; what runs show changes beside it, so nobody may keep the answer. */
function tagged(view: JobView, response: Response): JobView {
  response.header('etag', entityTag(view)).header('cache-control', 'no-store');
  return view;
}
