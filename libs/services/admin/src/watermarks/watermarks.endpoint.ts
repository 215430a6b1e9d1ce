import { SetWatermarkUseCase, ShowWatermark } from '@evenkeel/administration';
import { Body, Get, Param, Put, Query } from '@nestjs/common';
import {
  listQuery,
  setWatermark,
  watermarkHistory,
  watermarkView,
  type ListQuery,
  type ListView,
  type SetWatermark,
  type WatermarkChangeView,
  type WatermarkView,
} from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';

@Endpoint('jobs/:job/watermark', 'watermarks')
export class WatermarksEndpoint {
  constructor(
    private readonly showing: ShowWatermark,
    private readonly setting: SetWatermarkUseCase,
  ) {}

  @Get()
  @Operation({
    id: 'showWatermark',
    summary: 'Show how far a job has read its stream',
    answer: watermarkView,
  })
  show(@Param('job') reference: string): Promise<WatermarkView> {
    return this.showing.show(reference);
  }

  @Get('history')
  @Operation({
    id: 'listWatermarks',
    summary: 'List what became of the watermark, newest first',
    answer: watermarkHistory,
  })
  history(
    @Param('job') reference: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<ListView<WatermarkChangeView>> {
    return this.showing.history(reference, query);
  }

  @Put()
  @Operation({
    id: 'setWatermark',
    summary: 'Set or clear the watermark, while no bulk run of the job is under way',
    answer: watermarkView,
  })
  set(
    @Param('job') reference: string,
    @Body({ schema: setWatermark }) body: SetWatermark,
  ): Promise<WatermarkView> {
    return this.setting.set(reference, body);
  }
}
