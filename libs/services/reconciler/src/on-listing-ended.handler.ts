import type { ListingEnded } from '@evenkeel/contracts-messages';
import { JudgeListing } from './judge-listing.js';

export class OnListingEnded {
  constructor(private readonly listings: JudgeListing) {}

  async handle(ended: readonly ListingEnded[]): Promise<void> {
    for (const listing of ended) await this.listings.judge(listing);
  }
}
