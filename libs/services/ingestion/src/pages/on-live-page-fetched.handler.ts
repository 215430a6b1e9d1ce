import type { PageFetched } from '@evenkeel/contracts-messages';
import { ApplyPages } from './apply-pages.js';
import { groupPages } from './group-pages.js';

export class OnLivePageFetched {
  constructor(private readonly pages: ApplyPages) {}

  async handle(fetched: readonly PageFetched[]): Promise<void> {
    await this.pages.applyInOrder(groupPages(fetched));
  }
}
