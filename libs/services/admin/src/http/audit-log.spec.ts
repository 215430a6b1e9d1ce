import { randomBytes } from 'node:crypto';
import { API_PREFIX, type AddedApiKeyView, type AuditEventView } from '@evenkeel/contracts-admin';
import { API_KEY_BYTES, composeApiKey } from '@evenkeel/domain';
import { startAdmin } from '../testing/start-admin.js';

const part = (bytes: number) => randomBytes(bytes).toString('base64url');
const OWNER = composeApiKey(part(API_KEY_BYTES.prefix), part(API_KEY_BYTES.secret));
const CANARY = 'canary-of-a-secret';
const admin = startAdmin({ authentication: 'keys', ownerKey: OWNER });

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
const ask = (method: Method, path: string, key: string | null = OWNER) => {
  const sent = admin.http[method](`${API_PREFIX}${path}`).set('evenkeel-actor', 'ada');
  return key === null ? sent : sent.set('authorization', `Bearer ${key}`);
};

async function entries(query = ''): Promise<readonly AuditEventView[]> {
  const { body, status } = await ask('get', `/audit-log?limit=100${query}`);
  expect(status).toBe(200);
  return (body as { readonly items: readonly AuditEventView[] }).items;
}

const all = async (): Promise<string> =>
  JSON.stringify(
    await admin.database.rows(
      `select to_jsonb(e)::text as row from audit_event e union all select to_jsonb(c)::text from audit_change c`,
    ),
  );

beforeAll(async () => {
  // Once, and not for each request.
  await admin.app.listen(0, '127.0.0.1');
  const connection = {
    name: 'shop',
    connector: 'provider',
    settings: { baseUrl: 'http://127.0.0.1:1' },
    credentials: { token: CANARY },
  };
  expect((await ask('post', '/connections').send(connection)).status).toBeLessThan(300);
});

describe('a change', () => {
  it('is written down with who asked for it, from where, and what it was and is', async () => {
    const changed = await ask('patch', '/connections/shop').send({ path: 'primary' });
    expect(changed.status).toBe(200);
    const [entry] = await entries('&operation=changeConnection');
    expect(entry).toMatchObject({
      ...{ actor: `key:owner ${OWNER.slice(4, 16)}`, claimed: 'ada', operation: 'changeConnection' },
      ...{ target: { connection: 'shop' }, outcome: 'done', code: null },
      address: expect.stringMatching(/127\.0\.0\.1$/),
      changes: [
        {
          subject: 'connection',
          key: { name: 'shop' },
          before: { path: 'auto' },
          after: { path: 'primary' },
        },
        { subject: 'connection', before: { revision: 1 }, after: { revision: 2 } },
      ],
    });
    expect(Object.keys(entry?.changes[0]?.after ?? {})).toEqual(['path']);
  });

  it('of a secret says that it changed, and never what it is', async () => {
    const model = { baseUrl: 'https://models.example/v1', name: 'm', key: CANARY };
    expect((await ask('put', '/model').send(model)).status).toBe(200);
    await ask('patch', '/connections/shop').send({ credentials: { token: `${CANARY}-2` } });
    const made = await ask('post', '/api-keys').send({ name: 'canary', role: 'viewer' });
    const { key } = made.body as AddedApiKeyView;
    await ask('post', '/connections/shop/webhook-endpoints').send({
      ...{ stream: 'customers', idPath: 'id', secret: `${CANARY}-3` },
    });
    const [credential] = (await entries('&operation=changeConnection'))[0]?.changes ?? [];
    expect(credential).toMatchObject({ after: { sealed: '(secret)' } });
    const written = await all();
    expect(written).toContain('api_key');
    for (const secret of [CANARY, key.slice(17), OWNER.slice(17)]) expect(written).not.toContain(secret);
    const sealed = await admin.database.rows<{ sealed: string }>('select sealed from credential');
    expect(written).not.toContain(sealed[0]?.sealed);
  });

  it('that is taken back leaves no more than that it was refused', async () => {
    const changes = 'select count(*)::int as n from audit_change';
    const [before] = await admin.database.rows<{ n: number }>(changes);
    const twice = {
      name: 'shop',
      connector: 'provider',
      settings: { baseUrl: 'http://127.0.0.1:1' },
      credentials: { token: CANARY },
    };
    expect((await ask('post', '/connections').send(twice)).status).toBe(409);
    expect(await entries('&operation=addConnection&outcome=refused')).toMatchObject([
      { code: 'request.already_exists', changes: [] },
    ]);
    expect(await admin.database.rows<{ n: number }>(changes)).toEqual([before]);
  });

  it('of a setting of the engine says what it was and is', async () => {
    const set = (settings: object) => ask('patch', '/engine/settings').send({ settings });
    expect((await set({ LOG_LEVEL: 'silent' })).status).toBe(200);
    expect((await set({ LOG_LEVEL: 'error' })).status).toBe(200);
    expect((await entries('&operation=changeEngineSettings')).slice(0, 1)).toMatchObject([
      {
        changes: [
          {
            subject: 'engine_setting',
            key: { name: 'LOG_LEVEL' },
            before: { value: 'silent' },
            after: { value: 'error' },
          },
        ],
      },
    ]);
    expect((await set({ LOG_LEVEL: null })).status).toBe(200);
  });

  it('that is found in no transaction of the store is written down, too', async () => {
    expect((await ask('post', '/engine/keys/rotation').send({})).status).toBe(200);
    expect(await entries('&operation=rotateKeys')).toMatchObject([{ outcome: 'done' }]);
  });

  it('is no reading', async () => {
    await ask('get', '/jobs');
    expect((await entries()).filter(({ operation }) => operation.startsWith('list'))).toEqual([]);
  });
});

describe('what was refused', () => {
  it('is written down with the key that was not enough', async () => {
    const made = await ask('post', '/api-keys').send({ name: 'curious', role: 'viewer' });
    const { key } = made.body as AddedApiKeyView;
    expect((await ask('delete', '/connections/shop', key)).status).toBe(403);
    expect(await entries('&actor=key:curious')).toMatchObject([
      { operation: 'removeConnection', outcome: 'refused', code: 'request.forbidden' },
    ]);
  });

  it('is written down of callers that are not known, for the first tenant', async () => {
    expect((await ask('delete', '/connections/shop', null)).status).toBe(401);
    expect(await entries('&actor=unknown')).toMatchObject([
      {
        ...{ operation: 'DELETE /api/v1/connections/shop', claimed: 'ada', outcome: 'refused' },
        code: 'request.unauthenticated',
      },
    ]);
    const other = '00000000-0000-0000-0000-000000000009';
    const none = { actor: null, operation: null, outcome: null, since: null };
    const theirs = await admin.database.postgres.store
      .of(other)
      .read((tx) => tx.audit.list(none, { after: null, limit: 10 }));
    expect(theirs.items).toEqual([]);
  });
});

describe('the log', () => {
  it.each([
    `update audit_event set actor = 'eve'`,
    `delete from audit_event`,
    `truncate audit_event`,
    `update audit_change set before = null`,
    `delete from audit_change`,
    `truncate audit_change`,
  ])('is only added to, also by the superuser: %s', async (sql) => {
    await expect(admin.database.rows(sql)).rejects.toThrow('The audit log is only added to');
  });

  it('lets go of what is 30 days old', async () => {
    await admin.database.rows(
      `insert into audit_event (request_id, at, actor, operation, outcome)
       values (gen_random_uuid(), now() - interval '31 days', 'old', 'x', 'done')`,
    );
    await admin.database.rows(`delete from audit_event where actor = 'old'`);
    expect(await entries('&actor=old')).toEqual([]);
  });

  it('comes in slices, the latest first', async () => {
    const first = await ask('get', '/audit-log?limit=2');
    const { items, next } = first.body as { items: AuditEventView[]; next: string };
    const second = await ask('get', `/audit-log?limit=2&cursor=${encodeURIComponent(next)}`);
    const more = (second.body as { items: AuditEventView[] }).items;
    const ids = [...items, ...more].map(({ id }) => Number(id));
    expect(ids).toEqual([...ids].sort((one, other) => other - one));
    expect(new Set(ids).size).toBe(4);
    expect(
      await entries(`&since=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`),
    ).toEqual([]);
  });
});
