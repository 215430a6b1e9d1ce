import { randomBytes } from 'node:crypto';
import { NodeHmac } from '@evenkeel/adapter-node-runtime';
import { hashApiKey } from '@evenkeel/administration';
import { fillTenant } from '@evenkeel/conformance';
import { API_PREFIX, operationList, placeholdersOf, type Operation } from '@evenkeel/contracts-admin';
import { API_KEY_BYTES, composeApiKey, includesRole, ROLES, type Role } from '@evenkeel/domain';
import { startAdmin } from '../testing/start-admin.js';

const part = (bytes: number) => randomBytes(bytes).toString('base64url');
const newKey = () => composeApiKey(part(API_KEY_BYTES.prefix), part(API_KEY_BYTES.secret));
const OWNER = newKey();
const OTHER = '00000000-0000-0000-0000-000000000009';
const UNKNOWN = '01a228e4-0000-7000-8000-000000000001';
const admin = startAdmin({ authentication: 'keys', ownerKey: OWNER });

/** Keys of the first tenant, by their role. */
const keys = new Map<Role, string>();
let theirs = '';
let tried = 0;

interface Made {
  readonly id: string;
  readonly key: string;
}

async function makeKey(name: string, role: Role, of = OWNER): Promise<Made> {
  const { body, status } = await admin.http
    .post(`${API_PREFIX}/api-keys`)
    .set('authorization', `Bearer ${of}`)
    .send({ name, role });
  expect(status).toBe(201);
  return body as Made;
}

beforeAll(async () => {
  // Once, and not for each request.
  await admin.app.listen(0, '127.0.0.1');
  for (const role of ROLES) keys.set(role, (await makeKey(`a ${role}`, role)).key);
  await admin.database.rows(`insert into tenant (id, name) values ($1, 'other')`, [OTHER]);
  theirs = newKey();
  const made = { id: UNKNOWN, name: 'theirs', role: 'admin', createdBy: 'ada', expiresInDays: null } as const;
  const [prefix, hash] = [theirs.slice(4, 16), hashApiKey(new NodeHmac(), theirs)];
  const tenant = admin.database.postgres.store.of(OTHER);
  await tenant.transaction((tx) => tx.apiKeys.insert({ ...made, prefix, hash }));
});
afterAll(() => console.log(`access: ${tried} requests of ${operationList.length} operations were tried`));

/** Says nothing that could be done: what it names is not there, and its body has a field that no operation knows. */
async function ask(
  { method, path, request }: Operation,
  authorization: string | undefined,
  named: Readonly<Record<string, string>> = {},
) {
  const at = placeholdersOf(path).reduce(
    (filled, name) => filled.replace(`:${name}`, encodeURIComponent(named[name] ?? UNKNOWN)),
    path as string,
  );
  tried += 1;
  const sent = admin.http[method.toLowerCase() as 'get'](`${API_PREFIX}${at}`);
  if (authorization !== undefined) void sent.set('authorization', authorization);
  return request.body === undefined ? sent : sent.send({ 'no such field': 1 });
}

describe.each(operationList.map((operation) => [operation.id, operation] as const))(
  '%s',
  (_id, operation) => {
    it.each(ROLES)('takes or refuses a caller with the role %s', async (role) => {
      const { status, body } = await ask(operation, `Bearer ${keys.get(role)}`);
      const { code } = body as { readonly code?: string };
      if (includesRole([role], operation.role)) expect([401, 403]).not.toContain(status);
      else expect({ status, code }).toEqual({ status: 403, code: 'request.forbidden' });
    });

    it('refuses callers without a key, and those whose key is none', async () => {
      const wrong = `${OWNER.slice(0, -1)}${OWNER.endsWith('A') ? 'B' : 'A'}`;
      for (const authorization of [undefined, `Bearer ${newKey()}`, `Bearer ${wrong}`]) {
        const { status, body, headers } = await ask(operation, authorization);
        expect({ status, code: (body as { code: string }).code }).toEqual({
          status: 401,
          code: 'request.unauthenticated',
        });
        expect(headers['www-authenticate']).toBe('Bearer realm="evenkeel"');
      }
    });
  },
);

describe('a key', () => {
  it.each([
    '',
    'Bearer',
    'Bearer x',
    `Basic ${OWNER}`,
    OWNER,
    `Bearer ${OWNER} x`,
    `Bearer x, Bearer ${OWNER}`,
  ])('is none as %p', async (authorization) => {
    const listed = admin.http.get(`${API_PREFIX}/jobs`).set('authorization', authorization);
    expect((await listed).status).toBe(401);
  });

  const list = (key: string) => admin.http.get(`${API_PREFIX}/jobs`).set('authorization', `Bearer ${key}`);

  it('is shown once, and kept as a hash', async () => {
    const { key } = await makeKey('shown once', 'viewer');
    const listed = await admin.http.get(`${API_PREFIX}/api-keys`).set('authorization', `Bearer ${OWNER}`);
    expect(listed.text).toContain('shown once');
    const secret = key.slice(17);
    expect(listed.text).not.toContain(secret);
    const rows = await admin.database.rows('select k::text as row from api_key k', []);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(JSON.stringify(admin.log)).not.toContain(secret);
  });

  it('ends when it is revoked, for every operation', async () => {
    const { id, key } = await makeKey('short', 'admin');
    expect((await list(key)).status).toBe(200);
    const gone = await admin.http
      .delete(`${API_PREFIX}/api-keys/${id}`)
      .set('authorization', `Bearer ${key}`);
    expect(gone.body).toMatchObject({ id, revokedAt: expect.any(String), lastUsedAt: expect.any(String) });
    for (const operation of operationList) expect((await ask(operation, `Bearer ${key}`)).status).toBe(401);
    expect((await list(key)).body).toMatchObject({ detail: 'The key "short" was revoked' });
    await makeKey('short', 'viewer');
  });

  it('ends when it expires, for every operation', async () => {
    const { id, key } = await makeKey('old', 'admin');
    await admin.database.rows(`update api_key set expires_at = now() - interval '1 second' where id = $1`, [
      id,
    ]);
    for (const operation of operationList) expect((await ask(operation, `Bearer ${key}`)).status).toBe(401);
    expect((await list(key)).body).toMatchObject({ detail: expect.stringMatching(/^The key "old" expired/) });
  });

  it('has a name of its own', async () => {
    await makeKey('twice', 'viewer');
    const again = await admin.http
      .post(`${API_PREFIX}/api-keys`)
      .set('authorization', `Bearer ${OWNER}`)
      .send({ name: 'twice', role: 'admin' });
    expect(again.body).toMatchObject({ status: 409, code: 'request.already_exists' });
  });

  it('is what the trail calls its holder, whatever the request says', async () => {
    const made = await admin.http
      .post(`${API_PREFIX}/api-keys`)
      .set('authorization', `Bearer ${keys.get('admin')}`)
      .set('evenkeel-actor', 'eve')
      .send({ name: 'by whom', role: 'viewer' });
    expect(made.body).toMatchObject({ createdBy: 'key:a admin' });
  });
});

describe("another tenant's key", () => {
  it('is no key to what the first tenant has, nor to the installation', async () => {
    const filled = await fillTenant(admin.database.tenant, '00000000-0000-0000-0000-000000000001');
    const { connection, job, group, execution, trigger, plan, approval, recordType } = filled;
    const named = {
      ...{ connection: connection.id, job: job.id, group: group.id, execution: execution.id },
      ...{ trigger: trigger.id, plan: plan.id, approval: approval.id, recordType },
      ...{ record: filled.recordId, failure: filled.failureId, match: filled.matchId, merge: filled.mergeId },
      ...{ push: filled.pushId, conflict: filled.conflictId, quarantined: filled.referenceId },
      ...{ dedupeRun: filled.dedupeRunId, apiKey: filled.apiKeyId },
    };
    for (const operation of operationList) {
      const { status, text } = await ask(operation, `Bearer ${theirs}`, named);
      if (operation.ofInstallation === true) expect([operation.id, status]).toEqual([operation.id, 403]);
      if (status >= 400) continue;
      expect(placeholdersOf(operation.path).filter((name) => name !== 'connector')).toEqual([]);
      // Small numbers are in every text.
      for (const id of Object.values(named)) if (id.length > 8) expect(text).not.toContain(id);
    }
  });
});

describe('a new tenant', () => {
  it('has a key that makes its own keys, and administers nothing else', async () => {
    const bearer = `Bearer ${OWNER}`;
    const add = () =>
      admin.http.post(`${API_PREFIX}/tenants`).set('authorization', bearer).send({ name: 'north' });
    const { body } = await add();
    const { apiKey, id } = body as { readonly id: string; readonly apiKey: Made };
    expect((await add()).body).toMatchObject({ status: 409, code: 'request.already_exists' });
    const more = await makeKey('of north', 'viewer', apiKey.key);
    const who = await admin.http.get(`${API_PREFIX}/caller`).set('authorization', `Bearer ${more.key}`);
    expect(who.body).toEqual({ actor: 'key:of north', tenantId: id, roles: ['viewer'] });
    const others = await admin.http.get(`${API_PREFIX}/tenants`).set('authorization', `Bearer ${apiKey.key}`);
    expect(others.status).toBe(403);
    const all = await admin.http.get(`${API_PREFIX}/tenants`).set('authorization', bearer);
    expect(all.body).toMatchObject({
      items: [{ name: 'default' }, { name: 'north', jobs: 0 }, { name: 'other' }],
    });
  });
});

describe('what no operation is', () => {
  it.each([
    ['get', '/api/v1/no-such-thing'],
    ['get', '/API/V1/jobs'],
    ['get', '/api/v1/jobs/'],
    ['head', '/api/v1/jobs'],
    ['options', '/api/v1/jobs'],
    ['get', '/metrics'],
    ['get', '/METRICS/'],
    ['get', '/%6detrics'],
    ['get', '/'],
    ['get', '/docs/../metrics'],
  ] as const)('is not told of without a key: %s %s', async (method, path) => {
    tried += 1;
    expect((await admin.http[method](path)).status).toBe(401);
  });

  it('shows figures of all tenants to the first one only', async () => {
    const figures = (key: string) => admin.http.get('/metrics').set('authorization', `Bearer ${key}`);
    // Which the host of the service adds.
    expect((await figures(keys.get('viewer') ?? '')).status).toBe(404);
    expect((await figures(theirs)).status).toBe(403);
  });

  it('describes itself to anyone', async () => {
    const { status, text } = await admin.http.get('/docs-json');
    expect(status).toBe(200);
    expect((JSON.parse(text) as { security: unknown }).security).toEqual([{ key: [] }, {}]);
  });

  it('looks at the caller before it reads what was sent', async () => {
    const sent = admin.http.post('/api/v1/jobs').set('content-type', 'application/json');
    expect((await sent.send('{ not JSON')).status).toBe(401);
  });
});
