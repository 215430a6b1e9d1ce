import type { PageFetched } from '@evenkeel/contracts-messages';
import { ApplyPushes } from '../pushes/apply-pushes.js';
import { ApplyPages } from './apply-pages.js';
import { BulkPlaces } from './bulk-places.js';
import { groupPages, isPush } from './group-pages.js';

/** Pages handed over at once; how many of them are applied together is up to their size. */
export const PAGES_AT_ONCE = 20;

export class OnPageFetched {
  constructor(
    private readonly pages: ApplyPages,
    private readonly places: BulkPlaces,
    private readonly pushes: ApplyPushes,
  ) {}

  async handle(fetched: readonly PageFetched[]): Promise<void> {
    await this.places.hold(() =>
      isPush(fetched) ? this.pushes.applyInOrder(fetched) : this.pages.applyInOrder(groupPages(fetched)),
    );
  }
}
