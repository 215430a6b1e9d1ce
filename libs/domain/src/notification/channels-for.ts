import type { News } from './news.js';
import type { NotificationChannel, ChannelSubscription } from './notification-channel.js';

/** The channels that are told of it, each once, however many of its subscriptions ask for it. */
export function channelsFor<Channel extends Pick<NotificationChannel, 'subscriptions'>>(
  news: Pick<News, 'kind' | 'about'>,
  channels: readonly Channel[],
): readonly Channel[] {
  return channels.filter(({ subscriptions }) => subscriptions.some((each) => isAskedFor(each, news)));
}

function isAskedFor({ kinds, about }: ChannelSubscription, news: Pick<News, 'kind' | 'about'>): boolean {
  if (!kinds.includes(news.kind)) return false;
  if (about === null) return true;
  return 'jobId' in about ? about.jobId === news.about.jobId : about.connectionId === news.about.connectionId;
}
