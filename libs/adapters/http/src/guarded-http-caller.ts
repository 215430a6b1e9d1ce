import {
  cookiesOf,
  cookieText,
  fillNames,
  SENT_AS_BEARER,
  SyncError,
  valuesOfToken,
  type ErrorCode,
  type TokenGrant,
  type TokenSending,
} from '@evenkeel/domain';
import { HttpCaller, type HttpCall, type JsonAnswer } from '@evenkeel/ports';
import type { CallAttempts } from './call-attempts.js';
import { beforeSending } from './in-doubt.js';
import type { ProviderAnswers } from './provider-answers.js';
import { RedirectTrail } from './redirect.js';
import type { ConnectionTokens } from './tokens/connection-tokens.js';
import type { HeldToken } from './tokens/held-token.js';

const SECOND_PROOF_AFTER_MS = 1_000;

export interface GuardedCallerNeeds {
  readonly attempts: CallAttempts;
  readonly answers: ProviderAnswers;
  /** The tokens that calls may bear, and the attempts that get them. */
  readonly tokens: ConnectionTokens;
  readonly renewing: CallAttempts;
}

export class GuardedHttpCaller extends HttpCaller {
  constructor(private readonly needs: GuardedCallerNeeds) {
    super();
  }

  json(call: HttpCall): Promise<JsonAnswer> {
    return call.token === undefined ? this.withCredentials(call) : this.withToken(call, call.token);
  }

  /** One refusal of fixed credentials may be a slip of the provider, and stops everything of a connection: it takes a second. */
  private async withCredentials(call: HttpCall): Promise<JsonAnswer> {
    const { attempts } = this.needs;
    try {
      return await this.tried(call);
    } catch (error) {
      attempts.signal.throwIfAborted();
      if (!(error instanceof SyncError) || error.errorClass !== 'auth' || error.status !== 401) throw error;
      attempts.tellFailed(error);
      await attempts.pause(SECOND_PROOF_AFTER_MS);
      return this.tried(call);
    }
  }

  /** A refused token may have been taken back before its end: it is refreshed, and the call made once more. */
  private async withToken(call: HttpCall, grant: TokenGrant): Promise<JsonAnswer> {
    const { tokens, renewing, attempts } = this.needs;
    const { signal } = attempts;
    const asking = { attempts: renewing, signal };
    const token = await beforeSending(tokens.get(grant, null, asking));
    try {
      return await this.tried(bearing(call, grant, token));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof SyncError) || !mayHaveEnded(error, grant)) throw error;
      if (call.once === true && error.isInDoubt) throw error;
    }
    const fresh = await beforeSending(tokens.get(grant, token.generation, asking));
    return this.tried(bearing(call, grant, fresh));
  }

  /** Each hop of a redirect is a call like any other: with its turn at the breaker, its grant, its deadline, its retries. */
  private async tried(call: HttpCall): Promise<JsonAnswer> {
    const { attempts, answers } = this.needs;
    const before = await answers.before(call);
    const trail = new RedirectTrail(call.url);
    let cookies: Readonly<Record<string, string>> = {};
    for (let { url } = call; ;) {
      // Conditions are about the address that was asked for, not about where it leads.
      const known = url === call.url ? before : undefined;
      const result = await attempts.until({ url, once: call.once === true }, () =>
        attempts.admitted(() => attempts.call({ ...withCookies(call, cookies), url }, known)),
      );
      if (result.kind === 'answer') {
        // No caller waits for it: it spares a later call, and never fails.
        if (result.isNew && url === call.url) void answers.keep(call, result.raw, result.answer);
        return result.answer;
      }
      cookies = cookiesOf(result.setCookies, cookies);
      trail.follow(result.url, cookieText(cookies));
      ({ url } = result);
    }
  }
}

/** The token where it belongs; names of headers in lower case. */
function bearing(call: HttpCall, grant: TokenGrant, { accessToken }: HeldToken): HttpCall {
  const { sentAs = SENT_AS_BEARER } = grant;
  const values = valuesOfToken(grant, accessToken);
  const headers = Object.entries(sentAs.headers).map(([name, text]) => [
    name.toLowerCase(),
    fillNames(text, values),
  ]);
  return {
    ...call,
    url: withQuery(call.url, sentAs.query, values),
    headers: { ...call.headers, ...(Object.fromEntries(headers) as Record<string, string>) },
    secrets: [...(call.secrets ?? []), ...Object.values(values).flatMap(secretParts)],
  };
}

/** What a hop before has set, which a site may look for: else it would redirect in circles. */
function withCookies(call: HttpCall, cookies: Readonly<Record<string, string>>): HttpCall {
  if (Object.keys(cookies).length === 0) return call;
  const own = cookiesOf(call.headers?.['cookie']?.split('; ') ?? []);
  return { ...call, headers: { ...call.headers, cookie: cookieText({ ...own, ...cookies }) } };
}

function withQuery(
  address: string,
  query: TokenSending['query'],
  values: Readonly<Record<string, string>>,
): string {
  if (Object.keys(query).length === 0) return address;
  const url = new URL(address);
  for (const [name, text] of Object.entries(query)) url.searchParams.set(name, fillNames(text, values));
  return url.href;
}

/** Also each cookie of several by itself. */
function secretParts(value: string): readonly string[] {
  return [value, ...value.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1))];
}

/** How a site answers whose session has ended: it leads to its page for a login, or shows it. */
const LOGIN_PAGES: readonly ErrorCode[] = [
  'provider.unexpected_content',
  'provider.led_nowhere',
  'provider.redirected',
];

function mayHaveEnded({ errorClass, code }: SyncError, { kind }: TokenGrant): boolean {
  return errorClass === 'auth' || (kind === 'login' && LOGIN_PAGES.includes(code));
}
