import { randomBytes } from 'node:crypto';
import { NodeHmac } from '@evenkeel/adapter-node-runtime';
import { hashApiKey } from '@evenkeel/administration';
import { fillTenant, type FilledTenant } from '@evenkeel/conformance';
import {
  API_PREFIX,
  operationList,
  placeholdersOf,
  type Operation,
  type OperationId,
} from '@evenkeel/contracts-admin';
import { grpcCodeOf, methods, type Fields } from '@evenkeel/contracts-grpc';
import { API_KEY_BYTES, composeApiKey, type ErrorCode } from '@evenkeel/domain';
import { bodies } from '../openapi/request-examples.js';
import { BODIES, idsOf } from '../testing/sample-requests.js';
import { startAdmin } from '../testing/start-admin.js';
import { startGrpc } from '../testing/start-grpc.js';

const part = (bytes: number) => randomBytes(bytes).toString('base64url');
const newKey = () => composeApiKey(part(API_KEY_BYTES.prefix), part(API_KEY_BYTES.secret));
const OWNER = newKey();
const admin = startAdmin({ authentication: 'keys', ownerKey: OWNER });
const grpc = startGrpc(admin);

/** A tenant for each face, both filled in the same way, so that what one does is not there for the other. */
interface Side {
  readonly key: string;
  readonly ids: ReturnType<typeof idsOf>;
}
const sides = new Map<'http' | 'grpc', Side>();
const told = { answered: 0, refused: 0 };

beforeAll(async () => {
  // Once, and not for each request.
  await admin.app.listen(0, '127.0.0.1');
  for (const [index, face] of (['http', 'grpc'] as const).entries()) {
    const tenantId = `00000000-0000-0000-0000-00000000000${index + 8}`;
    await admin.database.rows(`insert into tenant (id, name) values ($1, $2)`, [tenantId, `of ${face}`]);
    const store = admin.database.postgres.store.of(tenantId);
    const filled: FilledTenant = await fillTenant(store, tenantId);
    const key = newKey();
    const [prefix, hash] = [key.slice(4, 16), hashApiKey(new NodeHmac(), key)];
    const made = { id: `01a228e4-0000-7000-8000-00000000000${index}`, name: 'one', role: 'admin' } as const;
    await store.transaction((tx) =>
      tx.apiKeys.insert({ ...made, createdBy: 'ada', expiresInDays: null, prefix, hash }),
    );
    sides.set(face, { key, ids: idsOf(filled) });
  }
  await admin.database.postgres.events.number(1_000);
});
afterAll(() =>
  console.log(`alike: ${told.answered} operations answered and ${told.refused} refused over both faces`),
);

interface Outcome {
  readonly answer?: unknown;
  readonly code?: string;
  readonly detail?: string;
  readonly fields?: unknown;
  readonly headers: unknown;
}

const HEADERS = ['etag', 'location', 'cache-control'];

async function overHttp({ method, path, request }: Operation, key: string, wanted: Fields): Promise<Outcome> {
  const names = placeholdersOf(path);
  const at = names.reduce<string>(
    (filled, name) => filled.replace(`:${name}`, encodeURIComponent(String(wanted[name]))),
    path,
  );
  const others = Object.fromEntries(Object.entries(wanted).filter(([name]) => !names.includes(name)));
  const sent = admin.http[method.toLowerCase() as 'get'](`${API_PREFIX}${at}`).set(
    'authorization',
    `Bearer ${key}`,
  );
  const { status, body, headers } = await (request.body === undefined
    ? sent.query(others)
    : sent.send(others));
  const said = Object.fromEntries(
    HEADERS.filter((name) => name in headers).map((name) => [name, (headers as Fields)[name]]),
  );
  if (status < 400) return { answer: body, headers: said };
  const { code, detail, errors } = body as { code: string; detail: string; errors?: unknown };
  return { code, detail, fields: errors, headers: {} };
}

async function overGrpc(operation: Operation, key: string, wanted: Fields): Promise<Outcome> {
  const { name } = methods.find((method) => method.operation === operation && !method.isStream)!;
  const { answer, error, details, headers } = await grpc.client.call(name, wanted, {
    authorization: `Bearer ${key}`,
  });
  const said = Object.fromEntries(
    HEADERS.filter((each) => each in headers).map((each) => [each, headers[each]]),
  );
  if (error === undefined) return { answer, headers: said };
  const info = details['google.rpc.ErrorInfo'] as { reason: string; metadata: Record<string, string> };
  expect(error.code).toBe(grpcCodeOf(info.reason as ErrorCode));
  expect(info.metadata).toEqual({
    class: expect.any(String) as string,
    remedy: expect.any(String) as string,
    meaning: expect.any(String) as string,
  });
  const wrong = details['google.rpc.BadRequest'] as
    | { field_violations: { field: string; description: string }[] }
    | undefined;
  const fields = wrong?.field_violations.map(({ field, description }) => ({
    path: field,
    message: description,
  }));
  return { code: info.reason, detail: error.details, fields, headers: {} };
}

/** Fields whose values are made anew each time. */
const ANEW = new Set(['secret', 'key', 'path', 'url', 'address', 'next', 'prefix', 'position', 'view']);
const MEASURED = /(ms|seconds|bytes|size|rows)$/i;

/** What differs between two times that one thing is done, whatever the face: ids, times, keys and measurements. */
function comparable(outcome: unknown): unknown {
  const ids = new Map<string, string>();
  const idOf = (id: string) =>
    ids.get(id) ?? ids.set(id, `id of letter ${'abcdefghijklmnopqrstuvwxyz'[ids.size]}`).get(id)!;
  const textOf = (text: string) =>
    text
      .replaceAll(/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/g, idOf)
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)/g, 'a time')
      // Ids that count up, in texts about them.
      .replaceAll(/\d+/g, '#');
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return ANEW.has(key) ? '?' : textOf(value);
    if (typeof value === 'number') return MEASURED.test(key) ? 0 : value;
    if (Array.isArray(value)) return value.map((each) => walk(each, key));
    if (value === null || typeof value !== 'object') return value;
    const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(fields.map(([name, field]) => [name, walk(field, name)]));
  };
  return walk(outcome, '');
}

/** What no fixture has in the form in which a caller may send it. */
const OWN: Readonly<Partial<Record<OperationId, object>>> = {
  addWebhookEndpoint: bodies.AddWebhookEndpoint,
  // In protobuf a list that is missing is an empty one.
  addGroup: { name: 'g', jobs: ['no such job'] },
  validateConfiguration: bodies.ApplyDocuments,
  diffConfiguration: bodies.ApplyDocuments,
  applyConfiguration: bodies.ApplyDocuments,
  testMapping: { mapping: [], records: [{ id: 1 }] },
};
/** Of which the fixture is not sealed. */
const WITHOUT_FIXTURE: readonly OperationId[] = ['rotateWebhookSecret'];

// Removals last: what they remove is what the others are about.
const inOrder = operationList
  .filter(({ id }) => !WITHOUT_FIXTURE.includes(id))
  .toSorted((one, other) => Number(one.method === 'DELETE') - Number(other.method === 'DELETE'));

describe('gRPC answers as HTTP does', () => {
  it.each(inOrder.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const [http, other] = [sides.get('http')!, sides.get('grpc')!];
    const body = OWN[id] ?? BODIES[id] ?? {};
    const wanted = ({ ids }: Side) => {
      const named = placeholdersOf(operation.path).map((name) => [name, (ids as Fields)[name]]);
      return { ...Object.fromEntries(named), ...JSON.parse(JSON.stringify(body)) } as Fields;
    };
    const over = {
      http: await overHttp(operation, http.key, wanted(http)),
      grpc: await overGrpc(operation, other.key, wanted(other)),
    };
    expect(comparable(over.grpc)).toEqual(comparable(over.http));
    if (over.http.code === undefined) told.answered += 1;
    else told.refused += 1;
  });

  it('for most operations with an answer', () => {
    expect(told.answered).toBeGreaterThan(80);
  });

  it.each(operationList.map((operation) => [operation.id, operation] as const))(
    'and refuses what is not there, or is asked without a right: %s',
    async (id, operation) => {
      const named = placeholdersOf(operation.path).map((name) => [name, 'no such thing']);
      const wanted = { ...Object.fromEntries(named), ...OWN[id] } as Fields;
      const over = {
        http: await overHttp(operation, OWNER, wanted),
        grpc: await overGrpc(operation, OWNER, wanted),
      };
      expect(comparable(over.grpc)).toEqual(comparable(over.http));
      const strangers = {
        http: await overHttp(operation, 'none', wanted),
        grpc: await overGrpc(operation, 'none', wanted),
      };
      expect(strangers.grpc).toEqual(strangers.http);
      expect(strangers.grpc.code).toBe('request.unauthenticated');
    },
  );
});
