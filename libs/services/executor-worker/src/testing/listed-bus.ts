import type { MessageDefinition, PageFetched, PayloadOf } from '@evenkeel/contracts-messages';
import { SyncError } from '@evenkeel/domain';
import { MessageBus } from '@evenkeel/ports';

/** Keeps the pages it was given, and hands them to `onPage`. */
export class ListedBus extends MessageBus {
  readonly pages: PageFetched[] = [];
  isAway = false;
  onPage: (page: PageFetched) => Promise<void> = async () => undefined;

  async publish<Definition extends MessageDefinition>(
    _: Definition,
    payloads: readonly PayloadOf<Definition>[],
  ): Promise<void> {
    if (this.isAway) throw new SyncError('system.broker', 'The bus is away');
    const pages = payloads as readonly unknown[] as readonly PageFetched[];
    this.pages.push(...pages);
    for (const page of pages) await this.onPage(page);
  }

  get pageNumbers(): readonly number[] {
    return this.pages.map(({ pageNo }) => pageNo);
  }

  async tell(): Promise<void> {}
  subscribe(): void {}
  async start(): Promise<void> {}
  async stop(): Promise<void> {}
}
