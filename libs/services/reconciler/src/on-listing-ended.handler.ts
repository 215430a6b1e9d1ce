import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { listingEnded, type ListingEnded } from '@evenkeel/contracts-messages';
import { JudgeListing } from './judge-listing.js';

@Controller()
export class OnListingEnded {
  constructor(private readonly listings: JudgeListing) {}

  @EventPattern<string>(listingEnded.topic)
  async handle(ended: readonly ListingEnded[]): Promise<void> {
    for (const { executionId } of ended) await this.listings.judge(executionId);
  }
}
