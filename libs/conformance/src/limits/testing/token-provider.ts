import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface TokenRules {
  readonly lifetimeMs: number;
  readonly latencyMs: number;
  /** Each refresh gives a new refresh token, and the one before is refused from then on. */
  readonly rotates: boolean;
}

export const CLIENT = { clientId: 'evenkeel', clientSecret: 'keep: this/to+yourself' };
export const FIRST_REFRESH_TOKEN = 'refresh-token-0';

/** A provider whose records need a token of its token endpoint, which is strict about who asks and with what. */
export class TokenProvider {
  /** Answered calls at the token endpoint, by what they were answered with. */
  readonly refreshes: string[] = [];
  /** Most calls at the token endpoint at one time. */
  mostAtOnce = 0;
  /** What it holds; `/things/ID` gives one of them. */
  things: { readonly id: string; readonly name: string }[] = [];
  /** Calls for records that were answered, and of those how many with "not modified". */
  records = 0;
  notModified = 0;
  refused = 0;
  private asking = 0;
  private given = 0;
  private goodUntil = new Map<string, number>();
  private refreshToken = FIRST_REFRESH_TOKEN;
  private readonly server = createServer((request, response) => {
    void (request.url === '/token' ? this.giveToken(request, response) : this.giveRecords(request, response));
  });

  private constructor(readonly rules: TokenRules) {}

  static async start(rules: Partial<TokenRules> = {}): Promise<TokenProvider> {
    const provider = new TokenProvider({ lifetimeMs: 3_600_000, latencyMs: 20, rotates: true, ...rules });
    provider.server.listen(0, '127.0.0.1');
    await once(provider.server, 'listening');
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Every token that was given is refused from now on; what they were had for is still taken. */
  takeTokensBack(): void {
    this.goodUntil.clear();
  }

  /** The person took the permission back. Gives the refresh token of the next one. */
  revoke(): string {
    this.refreshToken = `refresh-token-after-${this.given}`;
    this.takeTokensBack();
    return this.refreshToken;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async giveToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asking += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.asking);
    const form = new URLSearchParams(await textOf(request));
    await delay(this.rules.latencyMs);
    this.asking -= 1;
    const error = this.refusalOf(form, request.headers.authorization);
    this.refreshes.push(error ?? 'ok');
    if (error !== undefined) {
      const description = `${form.get('refresh_token') ?? ''} of ${CLIENT.clientSecret} is not taken`;
      return sendJson(response, 400, { error, error_description: description });
    }
    this.given += 1;
    const token = `access-token-${this.given}`;
    this.goodUntil.set(token, Date.now() + this.rules.lifetimeMs);
    if (this.rules.rotates) this.refreshToken = `refresh-token-${this.given}`;
    const rotated = form.get('grant_type') === 'refresh_token' ? { refresh_token: this.refreshToken } : {};
    const lifetime = { expires_in: this.rules.lifetimeMs / 1000 };
    sendJson(response, 200, { access_token: token, token_type: 'Bearer', ...lifetime, ...rotated });
  }

  private refusalOf(form: URLSearchParams, authorization = ''): string | undefined {
    const pair = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
    const [clientId, clientSecret] = pair.split(':').map((part) => new URLSearchParams(`=${part}`).get(''));
    const isKnown = clientId === CLIENT.clientId && clientSecret === CLIENT.clientSecret;
    if (!isKnown) return 'invalid_client';
    if (form.get('grant_type') === 'client_credentials') return undefined;
    return form.get('refresh_token') === this.refreshToken ? undefined : 'invalid_grant';
  }

  private giveThings({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    this.records += 1;
    const id = /^\/things\/(.+)$/.exec(url)?.[1];
    const found = id === undefined ? this.things : this.things.find((thing) => thing.id === id);
    if (found === undefined) return sendJson(response, 404, {});
    response.setHeader('etag', tagOf(found));
    if (headers['if-none-match'] !== tagOf(found)) return sendJson(response, 200, found);
    this.notModified += 1;
    response.writeHead(304).end();
  }

  private giveRecords(request: IncomingMessage, response: ServerResponse): void {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    if ((this.goodUntil.get(token) ?? 0) > Date.now()) return this.giveThings(request, response);
    this.refused += 1;
    sendJson(response, 401, { message: `${token} is not taken` });
  }
}

function tagOf(things: unknown): string {
  return `"${hash('sha256', JSON.stringify(things), 'hex').slice(0, 16)}"`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
