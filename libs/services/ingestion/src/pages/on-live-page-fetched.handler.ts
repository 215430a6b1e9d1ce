import type { PageFetched } from '@evenkeel/contracts-messages';
import { ApplyPushes } from '../pushes/apply-pushes.js';
import { ApplyPages } from './apply-pages.js';
import { groupPages, isPush } from './group-pages.js';

export class OnLivePageFetched {
  constructor(
    private readonly pages: ApplyPages,
    private readonly pushes: ApplyPushes,
  ) {}

  async handle(fetched: readonly PageFetched[]): Promise<void> {
    if (isPush(fetched)) await this.pushes.applyInOrder(fetched);
    else await this.pages.applyInOrder(groupPages(fetched));
  }
}
