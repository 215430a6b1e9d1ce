import { generateKeyPairSync } from 'node:crypto';
import type { JsonObject } from '@evenkeel/domain';
import { claimsOf } from '../documented-proofs.js';
import type { Proof, WireAnswer } from '../proving-server.js';
import {
  answered,
  byId,
  expectExactly,
  ISO_SECONDS,
  isoSeconds,
  momentIn,
  originOf,
  paramsOf,
  Refused,
  tablesOf,
  type Row,
  type StandIn,
  type Table,
} from './stand-in.js';

const refusal = (status: number, errorCode: string, message: string) =>
  new Refused({ status, body: [{ errorCode, message }] });
const malformed = (why: string) => refusal(400, 'MALFORMED_QUERY', why);

/** The objects, by the names of the streams, with the prefix of their ids. */
const OBJECTS: Readonly<Record<string, readonly [name: string, prefix: string, fields: RegExp]>> = {
  accounts: ['Account', '001', /Name|Type|Industry|Phone|Website|OwnerId|ParentId|Billing\w+/],
  contacts: ['Contact', '003', /AccountId|FirstName|LastName|Email|(Mobile)?Phone|Title|OwnerId|Mailing\w+/],
  opportunities: [
    ...(['Opportunity', '006'] as const),
    /AccountId|Name|StageName|Amount|CloseDate|Probability|IsClosed|IsWon|OwnerId/,
  ],
};
/** The least that a batch can have is 200: here it is less, so that there are several. */
const BATCH = 3;
const VERSION = '/services/data/v61.0';

const idOf = (prefix: string, n: number) => `${prefix}Dn00000${String(n).padStart(8, '0')}`;
const timeOf = (ms: number) => isoSeconds(ms).replace('Z', '.000+0000');

function recordOf(object: string, fields: readonly string[], row: Row): JsonObject {
  const [, prefix = '', known = /^$/] = Object.values(OBJECTS).find(([name]) => name === object) ?? [];
  const standard: JsonObject = {
    ...{ Id: idOf(prefix, row.n), IsDeleted: row.isGone },
    ...{ SystemModstamp: timeOf(row.updatedMs), CreatedDate: timeOf(row.createdMs) },
  };
  const valueOf = (field: string) => {
    if (Object.hasOwn(standard, field)) return standard[field];
    if (new RegExp(`^(?:${known.source})$`).test(field)) return `${field} ${row.text}`;
    throw refusal(400, 'INVALID_FIELD', `No such column '${field}' on entity '${object}'`);
  };
  const url = `${VERSION}/sobjects/${object}/${idOf(prefix, row.n)}`;
  return {
    attributes: { type: object, url },
    ...(Object.fromEntries(fields.map((field) => [field, valueOf(field)])) as JsonObject),
  };
}

class Org {
  readonly tables = tablesOf(Object.keys(OBJECTS));
  readonly fields = new Map<string, readonly string[]>();
  private readonly results = new Map<string, readonly JsonObject[]>();
  token: string | undefined;

  tableOf(object: string): Table {
    const [stream] = Object.entries(OBJECTS).find(([, [name]]) => name === object) ?? [];
    if (stream === undefined) throw refusal(400, 'INVALID_TYPE', `sObject type '${object}' is not supported`);
    return this.tables.get(stream)!;
  }

  /** Deleted ones are among them, until the recycle bin is emptied. */
  query(url: URL): WireAnswer {
    const { q = '' } = paramsOf(url, { q: /.+/ }, malformed);
    const [, columns, object = '', moment] =
      /^SELECT (\w+(?:,\w+)*) FROM (\w+) WHERE SystemModstamp >= (\S+)$/.exec(q) ?? [];
    if (columns === undefined) throw malformed(`unexpected token in: ${q}`);
    const from = momentIn(moment, ISO_SECONDS, malformed) ?? 0;
    const found = this.tableOf(object).all.filter(
      ({ updatedMs }) => Math.floor(updatedMs / 1000) * 1000 >= from,
    );
    this.fields.set(object, columns.split(','));
    const name = `01gDn${String(this.results.size).padStart(10, '0')}`;
    this.results.set(
      name,
      found.map((row) => recordOf(object, columns.split(','), row)),
    );
    return this.batch(name, 0);
  }

  /** A batch of what a query found when it was asked. */
  batch(name: string, at: number): WireAnswer {
    const all = this.results.get(name);
    if (all === undefined) throw refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    const isLast = at + BATCH >= all.length;
    return {
      headers: { 'sforce-limit-info': 'api-usage=18/15000; per-app-api-usage=17/250(appName=evenkeel)' },
      body: {
        ...{ totalSize: all.length, done: isLast },
        ...(!isLast && { nextRecordsUrl: `${VERSION}/query/${name}-${at + BATCH}` }),
        records: all.slice(at, at + BATCH),
      },
    };
  }

  /** Cursors end after two days. */
  forgetResults(): void {
    this.results.clear();
  }

  one(object: string, id: string, url: URL): WireAnswer {
    const { fields = '' } = paramsOf(url, { fields: /\w+(,\w+)*/ }, malformed);
    const prefix = Object.values(OBJECTS).find(([name]) => name === object)?.[1] ?? '';
    const row = this.tableOf(object).all.find(({ n }) => idOf(prefix, n) === id);
    if (row === undefined) throw refusal(404, 'NOT_FOUND', 'The requested resource does not exist');
    if (row.isGone) throw refusal(404, 'ENTITY_IS_DELETED', 'entity is deleted');
    return { body: recordOf(object, fields.split(','), row) };
  }
}

export interface SalesforceStandIn extends StandIn {
  readonly endSession: () => void;
  readonly forgetResults: () => void;
}

/** Salesforce REST API 61.0 with the JWT bearer flow: SOQL by queryAll, in batches. */
export function salesforce(): SalesforceStandIn {
  const org = new Org();
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const giveToken = (proof: Proof): WireAnswer => {
    const grant = (why: string) =>
      new Refused({ status: 400, body: { error: 'invalid_grant', error_description: why } });
    const form = new URLSearchParams(proof.body);
    expectExactly(form.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer', grant);
    const claims = claimsOf(form.get('assertion') ?? '', keys.publicKey, 'RS256');
    expectExactly(
      claims,
      { kid: null, aud: originOf(proof), iss: 'consumer-key', sub: 'ada@example.com' },
      grant,
    );
    org.token = `00D${Math.random()}`;
    return { body: { access_token: org.token, instance_url: originOf(proof), token_type: 'Bearer' } };
  };
  const route = (proof: Proof): WireAnswer => {
    const { url, headers } = proof;
    if (url.pathname === '/services/oauth2/token') return giveToken(proof);
    if (org.token === undefined || headers['authorization'] !== `Bearer ${org.token}`)
      throw refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    if (url.pathname === `${VERSION}/queryAll`) return org.query(url);
    const [, name = '', at] = /\/query\/(\w+)-(\d+)$/.exec(url.pathname) ?? [];
    if (at !== undefined) return org.batch(name, Number(at));
    const [, object = '', id] = /\/sobjects\/(\w+)\/(\w+)$/.exec(url.pathname) ?? [];
    if (id === undefined) throw refusal(404, 'NOT_FOUND', 'The requested resource does not exist');
    return org.one(object, id, url);
  };
  return {
    credentials: { privateKey: pem, clientId: 'consumer-key', username: 'ada@example.com' },
    strange: { privateKey: pem, clientId: 'another-key', username: 'ada@example.com' },
    streams: { accounts: 'deletions', contacts: 'deletions', opportunities: 'deletions' },
    answer: (proof) => answered(() => route(proof)),
    change: () => org.tables.forEach((table) => table.change()),
    rows: (stream) => {
      const [object = ''] = OBJECTS[stream] ?? [];
      const fields = org.fields.get(object) ?? [];
      return byId(
        org.tableOf(object).there.map((row) => recordOf(object, fields, row)),
        ({ Id }) => Id,
      );
    },
    tooFast: {
      status: 403,
      body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
    },
    endSession: () => (org.token = undefined),
    forgetResults: () => org.forgetResults(),
  };
}
