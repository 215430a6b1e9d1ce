import { SyncError } from '@evenkeel/domain';
import type { HttpCall } from '@evenkeel/ports';
import type { RawAnswer } from './read-content.js';
import { placeOf } from './place-of.js';

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 5;

/**
 * Where an answer sends us on; undefined where it does not. Throws `provider.redirected` where we do not go: credentials are
 * bound to a host and never follow a redirect to another one, or out of TLS, and what was written is not written elsewhere; and
 * `provider.led_nowhere` where there is no http address.
 */
export function redirectOf({ status, headers }: RawAnswer, { method, url }: HttpCall): string | undefined {
  const { location } = headers;
  if (!REDIRECTS.includes(status) || location === undefined) return undefined;
  const source = new URL(url);
  const target = URL.parse(location, url);
  const sameHost = target !== null && target.host === source.host;
  const keepsTls = target !== null && (target.protocol === 'https:' || target.protocol === source.protocol);
  if (sameHost && keepsTls && method === 'GET') return target.href;
  if (target === null || !/^https?:$/.test(target.protocol)) throw ledNowhere(placeOf(url), target, status);
  const place = sameHost ? placeOf(target.href) : target.origin;
  throw new SyncError('provider.redirected', `${placeOf(url)} redirects to ${place}`, { status });
}

function ledNowhere(from: string, target: URL | null, status: number): SyncError {
  const where =
    target === null ? 'no address' : `${target.protocol}//${target.host}${target.pathname}`.slice(0, 100);
  const message = `${from} redirects to ${where}${target === null ? '' : ', which is no http address'}`;
  return new SyncError('provider.led_nowhere', message, { status });
}

/** The addresses that one call has led to, each with the cookies that it is asked with. */
export class RedirectTrail {
  private readonly visited: string[];

  constructor(private readonly first: string) {
    this.visited = [hop(first, '')];
  }

  /** `cookies`: those that the hops before have set. Throws `provider.led_nowhere` where the way does not end. */
  follow(target: string, cookies = ''): void {
    const { first } = this;
    if (this.visited.includes(hop(target, cookies))) {
      const message = `${placeOf(first)} redirects in circles: it leads back to ${placeOf(target)}`;
      throw new SyncError('provider.led_nowhere', message);
    }
    if (this.visited.length > MOST_REDIRECTS) {
      const message = `${placeOf(first)} redirects more than ${MOST_REDIRECTS} times`;
      throw new SyncError('provider.led_nowhere', message);
    }
    this.visited.push(hop(target, cookies));
  }
}

function hop(url: string, cookies: string): string {
  return JSON.stringify([url, cookies]);
}
