import { isSilent } from '../concern/concerns-of-deliveries.js';
import { settle, type Conditions } from './conditions.js';
import type { News } from './news.js';
import type { NewsOfWatch } from './news-of-watch.js';

/** A webhook as its sender and time change it. */
export interface WatchedWebhook {
  readonly endpointId: string;
  readonly about: News['about'];
  readonly stream: string;
  readonly conditions: Conditions;
  /** ISO 8601: since when its deliveries are refused; null: they are not, or it is closed. */
  readonly refusedSince: string | null;
  /** When it received, if it is open and refuses nothing; null: it never did. */
  readonly received: { readonly lastAt: Date; readonly daysAgo: readonly number[] } | null;
}

/** What people are told of a webhook: that its deliveries are refused, or that its sender is silent. */
export function newsOfWebhook(webhook: WatchedWebhook, now: Date): NewsOfWatch {
  const at = now.toISOString();
  const { endpointId, about, stream, refusedSince, received } = webhook;
  const silentSince = received !== null && isSilent(received, now) ? received.lastAt.toISOString() : null;
  const refused = settle(webhook.conditions, 'refused', { holds: refusedSince !== null, at });
  const silent = settle(refused.after, 'silent', { holds: silentSince !== null, at });
  const news: News[] = [];
  if (refused.began && refusedSince !== null)
    news.push({ kind: 'deliveries_refused', at, about, facts: { endpointId, stream, since: refusedSince } });
  if (silent.began && silentSince !== null)
    news.push({ kind: 'deliveries_silent', at, about, facts: { endpointId, stream, since: silentSince } });
  return { news, conditions: silent.after };
}
