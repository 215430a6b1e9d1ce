import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { livePageFetched, type PageFetched } from '@evenkeel/contracts-messages';
import { ApplyPages } from './apply-pages.js';
import { groupPages } from './group-pages.js';

@Controller()
export class OnLivePageFetched {
  constructor(private readonly pages: ApplyPages) {}

  @EventPattern<string>(livePageFetched.topic)
  async handle(fetched: readonly PageFetched[]): Promise<void> {
    await this.pages.applyInOrder(groupPages(fetched));
  }
}
