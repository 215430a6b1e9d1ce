import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { pageFetched, type PageFetched } from '@evenkeel/contracts-messages';
import { ApplyPages } from './apply-pages.js';
import { BulkPlaces } from './bulk-places.js';
import { groupPages } from './group-pages.js';

/** Pages handed over at once; how many of them are applied together is up to their size. */
const PAGES_AT_ONCE = 20;

@Controller()
export class OnPageFetched {
  constructor(
    private readonly pages: ApplyPages,
    private readonly places: BulkPlaces,
  ) {}

  @EventPattern<string>(pageFetched.topic, { batch: PAGES_AT_ONCE })
  async handle(fetched: readonly PageFetched[]): Promise<void> {
    await this.places.hold(() => this.pages.applyInOrder(groupPages(fetched)));
  }
}
