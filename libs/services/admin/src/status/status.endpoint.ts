import { ShowStatus } from '@evenkeel/administration';
import { Get } from '@nestjs/common';
import { statusView, type StatusView } from '@evenkeel/contracts-admin';
import { Endpoint, Operation } from '../http/endpoint.js';

@Endpoint('status', 'status')
export class StatusEndpoint {
  constructor(private readonly showing: ShowStatus) {}

  @Get()
  @Operation({ id: 'showStatus', summary: 'Show what is up', answer: statusView })
  show(): Promise<StatusView> {
    return this.showing.show();
  }
}
