import type { JsonObject } from '@evenkeel/domain';
import type { Proof, WireAnswer } from '../proving-server.js';
import {
  answered,
  byId,
  expectExactly,
  paramsOf,
  Refused,
  tablesOf,
  type Row,
  type StandIn,
} from './stand-in.js';

const refusal = (code: number, status: string, message: string, reason?: string) => {
  const details = [
    { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'people.googleapis.com' },
  ];
  return new Refused({
    status: code,
    body: { error: { code, message, status, ...(reason !== undefined && { details }) } },
  });
};
const invalid = (why: string) => refusal(400, 'INVALID_ARGUMENT', why);

const PERSON_FIELDS =
  /(?:(?:names|emailAddresses|phoneNumbers|addresses|organizations|birthdays|memberships|metadata)(?:,|$))+/;
const GROUP_FIELDS = /(?:(?:name|groupType|memberCount|metadata)(?:,|$))+/;
const PAGE = { pageSize: /[1-9]\d{0,2}|1000/, pageToken: /.+/, syncToken: /.+/ };

/** What can be listed, by the path, and what belongs to it. */
const LISTS = {
  contacts: {
    ...{ path: '/v1/people/me/connections', name: 'connections', prefix: 'people/c', mask: 'personFields' },
    params: { ...PAGE, personFields: PERSON_FIELDS, requestSyncToken: /true|false/ },
    ofOne: { personFields: PERSON_FIELDS },
  },
  contactGroups: {
    ...{ path: '/v1/contactGroups', name: 'contactGroups', prefix: 'contactGroups/g', mask: 'groupFields' },
    params: { ...PAGE, groupFields: GROUP_FIELDS },
    ofOne: { groupFields: GROUP_FIELDS },
  },
} as const;
type ListName = keyof typeof LISTS;

function resourceOf(list: ListName, { n, text, updatedMs, isGone }: Row): JsonObject {
  const [resourceName, updateTime] = [`${LISTS[list].prefix}${n}`, new Date(updatedMs).toISOString()];
  const isDeleted = isGone && { deleted: true };
  if (list === 'contactGroups')
    return { resourceName, metadata: { updateTime, ...isDeleted }, ...(!isGone && { name: text }) };
  const metadata = {
    sources: [{ type: 'CONTACT', id: String(n), updateTime }],
    objectType: 'PERSON',
    ...isDeleted,
  };
  return {
    resourceName,
    etag: `%${updatedMs}`,
    metadata,
    ...(!isGone && { names: [{ displayName: text }] }),
  };
}

const tokenOf = (held: JsonObject) => Buffer.from(JSON.stringify(held)).toString('base64url');
function heldIn(token: string): JsonObject {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as JsonObject;
  } catch {
    throw invalid('Token is invalid');
  }
}

export interface GoogleStandIn extends StandIn {
  /** Sync tokens are good for seven days. */
  readonly expireSyncTokens: () => void;
}

/** A page may have fewer than were asked for. */
const MOST = 3;
const EXPIRED = 'Sync token is expired. Clear local cache and retry call without the sync token.';

class Account {
  readonly tables = tablesOf(Object.keys(LISTS));
  private token: string | undefined;
  private expiredMs = 0;

  expireSyncTokens(): void {
    this.expiredMs = Date.now() + 1;
  }

  give({ body }: Proof): WireAnswer {
    const wrong = () =>
      new Refused({ status: 400, body: { error: 'invalid_grant', error_description: 'Bad Request' } });
    const client = { client_id: 'app', client_secret: 'secret' };
    const form = { grant_type: 'refresh_token', refresh_token: '1//refresh', ...client };
    const said = Object.fromEntries(new URLSearchParams(body));
    for (const [field, value] of Object.entries(form)) expectExactly(said[field], value, wrong);
    this.token = `ya29.${Math.random()}`;
    return { body: { access_token: this.token, expires_in: 3599, token_type: 'Bearer' } };
  }

  check({ headers }: Proof): void {
    if (this.token === undefined || headers['authorization'] !== `Bearer ${this.token}`)
      throw refusal(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
  }

  /** All parameters beside the tokens have to be those of the first call that led to them. */
  list(name: ListName, url: URL): WireAnswer {
    const { params, mask } = LISTS[name];
    const { pageToken, syncToken, ...said } = paramsOf(url, params, invalid);
    if (said[mask] === undefined) throw invalid(`${mask} mask is required.`);
    const wanted = said as JsonObject;
    const since = this.since(syncToken, wanted);
    const first = { at: 0, ms: Date.now(), wanted, syncToken: syncToken ?? null };
    const place = pageToken === undefined ? first : heldIn(pageToken);
    expectExactly([place['wanted']!, place['syncToken']!], [wanted, first.syncToken], invalid);
    const { all, there } = this.tables.get(name)!;
    const rows = since === undefined ? there : all.filter(({ updatedMs }) => updatedMs >= since);
    const at = Number(place['at']);
    const end = at + Math.min(MOST, Number(said['pageSize'] ?? 100));
    const found = rows.slice(at, end).map((row) => resourceOf(name, row));
    // Empty lists are left out.
    const list = found.length > 0 && { [LISTS[name].name]: found };
    if (end < rows.length) return { body: { ...list, nextPageToken: tokenOf({ ...place, at: end }) } };
    const isAsked = name === 'contactGroups' || said['requestSyncToken'] === 'true';
    return { body: { ...list, ...(isAsked && { nextSyncToken: tokenOf({ ms: place['ms']!, wanted }) }) } };
  }

  private since(syncToken: string | undefined, wanted: JsonObject): number | undefined {
    if (syncToken === undefined) return undefined;
    const held = heldIn(syncToken);
    expectExactly(held['wanted'], wanted, invalid);
    const ms = Number(held['ms']);
    if (ms < this.expiredMs) throw refusal(400, 'FAILED_PRECONDITION', EXPIRED, 'EXPIRED_SYNC_TOKEN');
    return ms;
  }

  one(name: ListName, url: URL): WireAnswer | undefined {
    const { prefix, ofOne, mask } = LISTS[name];
    if (!url.pathname.startsWith(`/v1/${prefix}`)) return undefined;
    if (paramsOf(url, ofOne, invalid)[mask] === undefined) throw invalid(`${mask} mask is required.`);
    const row = this.tables.get(name)!.there.find(({ n }) => url.pathname === `/v1/${prefix}${n}`);
    return row && { body: resourceOf(name, row) };
  }
}

/** Google People API v1, with a refresh token: contacts and their groups, with sync tokens. */
export function googleContacts(): GoogleStandIn {
  const account = new Account();
  const names = Object.keys(LISTS) as ListName[];
  const route = (proof: Proof): WireAnswer => {
    const { url } = proof;
    if (url.pathname === '/token') return account.give(proof);
    account.check(proof);
    const listed = names.find((name) => url.pathname === LISTS[name].path);
    if (listed !== undefined) return account.list(listed, url);
    const [one] = names.flatMap((name) => account.one(name, url) ?? []);
    if (one === undefined) throw refusal(404, 'NOT_FOUND', 'Requested entity was not found.');
    return one;
  };
  return {
    credentials: { clientId: 'app', clientSecret: 'secret', refreshToken: '1//refresh' },
    strange: { clientId: 'app', clientSecret: 'secret', refreshToken: '1//another' },
    streams: { contacts: 'deletions', contactGroups: 'deletions' },
    answer: (proof) => answered(() => route(proof)),
    change: () => account.tables.forEach((table) => table.change()),
    rows: (stream) => {
      const all = account.tables.get(stream)!.there.map((row) => resourceOf(stream as ListName, row));
      return byId(all, ({ resourceName }) => resourceName);
    },
    tooFast: refusal(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded for quota metric', 'RATE_LIMIT_EXCEEDED')
      .answer,
    expireSyncTokens: () => account.expireSyncTokens(),
  };
}
