import { Get } from '@nestjs/common';
import { statusView, type StatusView } from '@evenkeel/contracts-http';
import { Endpoint, Operation } from '../http/endpoint.js';
import { ShowStatus } from './show-status.js';

@Endpoint('status', 'status')
export class StatusEndpoint {
  constructor(private readonly showing: ShowStatus) {}

  @Get()
  @Operation({ id: 'showStatus', summary: 'Show what is up', answer: statusView })
  show(): Promise<StatusView> {
    return this.showing.show();
  }
}
