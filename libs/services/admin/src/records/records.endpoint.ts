import { ListRecords } from '@evenkeel/administration';
import { Get, Param, Query } from '@nestjs/common';
import {
  recordId,
  recordList,
  recordQuery,
  recordView,
  type ListView,
  type RecordQuery,
  type RecordView,
} from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';

@Endpoint('records', 'records')
export class RecordsEndpoint {
  constructor(private readonly listing: ListRecords) {}

  @Get()
  @Operation({
    id: 'listRecords',
    summary: 'List the records of a type, or those of one external id',
    answer: recordList,
  })
  list(@Query({ schema: recordQuery }) query: RecordQuery): Promise<ListView<RecordView>> {
    return this.listing.list(query);
  }

  @Get(':record')
  @Operation({ id: 'showRecord', summary: 'Show a record', answer: recordView })
  show(@Param('record', { schema: recordId }) id: string): Promise<RecordView> {
    return this.listing.show(id);
  }
}
