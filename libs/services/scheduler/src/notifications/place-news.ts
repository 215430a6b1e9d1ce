import { channelsFor, placeNotification, type News } from '@evenkeel/domain';
import { Ids, type StoredChannel, type Transaction } from '@evenkeel/ports';

interface NewsForChannels {
  readonly news: readonly News[];
  readonly channels: readonly StoredChannel[];
  readonly now: Date;
}

/** Makes notifications of news: by themselves, or with one that waits already. */
export class PlaceNews {
  constructor(private readonly ids: Ids) {}

  async place(tx: Transaction, { news, channels, now }: NewsForChannels): Promise<void> {
    for (const each of news)
      for (const channel of channelsFor(each, channels)) await this.placeIn(tx, { channel, news: each, now });
  }

  private async placeIn(
    { notifications }: Transaction,
    { channel, news, now }: { readonly channel: StoredChannel; readonly news: News; readonly now: Date },
  ): Promise<void> {
    const { id: channelId, digestMinutes } = channel;
    const { kind, about } = news;
    const newest = await notifications.newest(channelId, kind, about.jobId ?? about.connectionId);
    const placement = placeNotification(newest, { digestMinutes, now });
    if (placement.kind === 'join' && newest !== undefined) await notifications.join(newest.id, news);
    else if (placement.kind === 'send')
      await notifications.add({ id: this.ids.next(), channelId, kind, news, dueAt: placement.dueAt });
  }
}
