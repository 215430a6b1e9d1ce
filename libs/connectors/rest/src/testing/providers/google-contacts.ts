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

/** Google People API v1, with a refresh token: contacts and their groups, with sync tokens. */
export function googleContacts(): GoogleStandIn {
  const tables = tablesOf(Object.keys(LISTS));
  let token: string | undefined;
  let expiredMs = 0;
  const list = (name: ListName, url: URL): WireAnswer => {
    const { params, mask } = LISTS[name];
    const { pageToken, syncToken, pageSize = '100', ...said } = paramsOf(url, params, invalid);
    if (said[mask] === undefined) throw invalid(`${mask} mask is required.`);
    const wanted = { ...said, pageSize } as JsonObject;
    const since = syncToken === undefined ? null : heldIn(syncToken);
    if (since !== null) expectExactly(since['wanted'], { ...said } as JsonObject, invalid);
    if (since !== null && Number(since['ms']) < expiredMs)
      throw refusal(
        400,
        'FAILED_PRECONDITION',
        'Sync token is expired. Clear local cache and retry call without the sync token.',
        'EXPIRED_SYNC_TOKEN',
      );
    const place =
      pageToken === undefined ? { at: 0, wanted, syncToken: syncToken ?? null } : heldIn(pageToken);
    // All other parameters have to be those of the first call.
    expectExactly([place['wanted']!, place['syncToken']!], [wanted, syncToken ?? null], invalid);
    const { all, there } = tables.get(name)!;
    const rows = since === null ? there : all.filter(({ updatedMs }) => updatedMs >= Number(since['ms']));
    const end = Number(place['at']) + Number(pageSize);
    const isLast = end >= rows.length;
    const givesToken = isLast && (name === 'contactGroups' || said['requestSyncToken'] === 'true');
    const found = rows.slice(Number(place['at']), end).map((row) => resourceOf(name, row));
    return {
      body: {
        // Empty lists are left out.
        ...(found.length > 0 && { [LISTS[name].name]: found }),
        ...(!isLast && { nextPageToken: tokenOf({ ...place, at: end }) }),
        ...(givesToken && { nextSyncToken: tokenOf({ ms: Date.now(), wanted: { ...said } as JsonObject }) }),
      },
    };
  };
  const giveToken = ({ body }: Proof): WireAnswer => {
    const wrong = () =>
      new Refused({ status: 400, body: { error: 'invalid_grant', error_description: 'Bad Request' } });
    const form = {
      grant_type: 'refresh_token',
      refresh_token: '1//refresh',
      client_id: 'app',
      client_secret: 'secret',
    };
    const said = Object.fromEntries(new URLSearchParams(body));
    for (const [field, value] of Object.entries(form)) expectExactly(said[field], value, wrong);
    token = `ya29.${Math.random()}`;
    return {
      body: { access_token: token, expires_in: 3599, scope: 'contacts.readonly', token_type: 'Bearer' },
    };
  };
  const route = (proof: Proof): WireAnswer => {
    const { url, headers } = proof;
    if (url.pathname === '/token') return giveToken(proof);
    if (token === undefined || headers['authorization'] !== `Bearer ${token}`)
      throw refusal(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
    for (const [key, { path, prefix, ofOne, mask }] of Object.entries(LISTS)) {
      const name = key as ListName;
      if (url.pathname === path) return list(name, url);
      if (!url.pathname.startsWith(`/v1/${prefix}`)) continue;
      if (paramsOf(url, ofOne, invalid)[mask] === undefined) throw invalid(`${mask} mask is required.`);
      const row = tables.get(name)!.there.find(({ n }) => url.pathname === `/v1/${prefix}${n}`);
      if (row !== undefined) return { body: resourceOf(name, row) };
    }
    throw refusal(404, 'NOT_FOUND', 'Requested entity was not found.');
  };
  return {
    credentials: { clientId: 'app', clientSecret: 'secret', refreshToken: '1//refresh' },
    strange: { clientId: 'app', clientSecret: 'secret', refreshToken: '1//another' },
    streams: { contacts: 'deletions', contactGroups: 'deletions' },
    answer: (proof) => answered(() => route(proof)),
    change: () => tables.forEach((table) => table.change()),
    rows: (stream) =>
      byId(
        tables.get(stream)!.there.map((row) => resourceOf(stream as ListName, row)),
        ({ resourceName }) => resourceName,
      ),
    tooFast: refusal(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded for quota metric', 'RATE_LIMIT_EXCEEDED')
      .answer,
    expireSyncTokens: () => (expiredMs = Date.now() + 1),
  };
}
