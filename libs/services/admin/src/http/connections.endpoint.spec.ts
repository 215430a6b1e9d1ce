import type { ConnectionCheck } from '@evenkeel/contracts-admin';
import { SyncError } from '@evenkeel/domain';
import { sampleConnection } from '../testing/sample.js';
import { startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();

describe('connections', () => {
  it('takes the same connection once: delivered twice, the second is refused', async () => {
    const body = { name: 'twice', connector: 'provider', settings: { baseUrl: 'http://127.0.0.1:1' } };
    const first = await admin.http.post('/api/v1/connections').send(body);
    const second = await admin.http.post('/api/v1/connections').send(body);
    expect(first.status).toBe(201);
    expect(first.headers['location']).toBe(`/api/v1/connections/${(first.body as { id: string }).id}`);
    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({
      code: 'request.already_exists',
      remedy: expect.any(String) as string,
    });
  });

  it('never gives credentials back and keeps them sealed', async () => {
    const connection = await sampleConnection(admin);
    const shown = await admin.http.get(`/api/v1/connections/${encodeURIComponent(connection.name)}`);
    const listed = await admin.http.get('/api/v1/connections');
    expect(JSON.stringify([connection, shown.body, listed.body])).not.toContain('very secret');
    const sealed = await admin.database.tenant.transaction((tx) =>
      tx.connections.sealedCredentials(connection.id),
    );
    expect(sealed).not.toBeNull();
    expect(sealed).not.toContain('very secret');
  });

  it('names the setting that does not fit its connector', async () => {
    const answer = await admin.http
      .post('/api/v1/connections')
      .send({ name: 'unsound', connector: 'provider', settings: {} });
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toMatch(/application\/problem\+json/);
    expect(answer.body).toMatchObject({ code: 'config.invalid_settings', detail: 'baseUrl: is missing' });
  });

  it('lists the connectors there are when one is not among them', async () => {
    const answer = await admin.http.post('/api/v1/connections').send({ name: 'unknown', connector: 'magic' });
    expect(answer.body).toMatchObject({
      code: 'config.unknown_connector',
      detail: expect.stringContaining('provider') as string,
    });
  });

  it('names every field that does not have the shape the API describes', async () => {
    const answer = await admin.http.post('/api/v1/connections').send({ name: '', settings: 7 });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'request.invalid', status: 400 });
    const { errors } = answer.body as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path).sort()).toEqual(['connector', 'name', 'settings']);
  });

  it('refuses a name that could be taken for an id', async () => {
    const name = '0196f5a0-0000-7000-8000-000000000001';
    const answer = await admin.http.post('/api/v1/connections').send({ name, connector: 'provider' });
    expect(answer.status).toBe(400);
  });

  it('asks the provider with the opened credentials and remembers refused ones until it takes them', async () => {
    const { id } = await sampleConnection(admin);
    const check = () => admin.http.post(`/api/v1/connections/${id}/check`);
    const status = async () =>
      ((await admin.http.get(`/api/v1/connections/${id}`)).body as { status: string }).status;

    admin.provider.connector.failure = new SyncError('provider.unreachable', 'nobody answers');
    expect((await check()).body).toMatchObject({ ok: false, problem: { code: 'provider.unreachable' } });
    expect(await status()).toBe('active');

    admin.provider.connector.failure = new SyncError('provider.unauthorized', 'the token was refused');
    expect((await check()).body).toMatchObject({ ok: false, problem: { code: 'provider.unauthorized' } });
    expect(await status()).toBe('needs_attention');

    admin.provider.connector.failure = undefined;
    const [stream] = ((await check()).body as ConnectionCheck).streams;
    expect(stream).toMatchObject({ stream: 'customers', records: 0, problem: null });
    expect((await check()).body).toEqual({ ok: true, problem: null, streams: [stream] });
    expect(await status()).toBe('active');
    expect(admin.provider.connector.credentialsSeen).toEqual({ token: 'very secret' });
  });

  it('changes what is given and keeps the rest; delivered twice, it is the same', async () => {
    const { id } = await sampleConnection(admin);
    const change = (body: object) => admin.http.patch(`/api/v1/connections/${id}`).send(body);
    const settings = { baseUrl: 'http://127.0.0.1:1/v2' };
    expect((await change({ settings })).body).toMatchObject({ id, settings });
    expect((await change({ settings })).body).toMatchObject({ id, settings });
    await admin.http.post(`/api/v1/connections/${id}/check`);
    expect(admin.provider.connector.credentialsSeen).toEqual({ token: 'very secret' });
    expect((await change({ settings: {} })).body).toMatchObject({
      status: 422,
      code: 'config.invalid_settings',
    });
  });

  it('is active again once its credentials were corrected', async () => {
    const { id } = await sampleConnection(admin);
    await admin.database.tenant.transaction((tx) =>
      tx.connections.saveStatus(id, 'needs_attention', 'the token was refused'),
    );
    const answer = await admin.http
      .patch(`/api/v1/connections/${id}`)
      .send({ credentials: { token: 'newer' } });
    expect(answer.body).toMatchObject({ status: 'active', statusReason: null });
    await admin.http.post(`/api/v1/connections/${id}/check`);
    expect(admin.provider.connector.credentialsSeen).toEqual({ token: 'newer' });
  });

  describe('leads elsewhere than its credentials were given for:', () => {
    const moved = { settings: { baseUrl: 'http://127.0.0.1:2' } };
    const code = 'config.credentials_bound_elsewhere';
    const problem = { code, errorClass: 'config' };
    const open = async () => {
      const { id } = await sampleConnection(admin);
      admin.provider.connector.credentialsSeen = undefined;
      return {
        id,
        change: (body: object) => admin.http.patch(`/api/v1/connections/${id}`).send(body),
        check: async () => (await admin.http.post(`/api/v1/connections/${id}/check`)).body as object,
      };
    };

    it('it needs attention, and no connector sees the credentials', async () => {
      const { id, change, check } = await open();
      const reason = expect.stringMatching(/baseUrl.*127\.0\.0\.1:2.*127\.0\.0\.1:1/) as string;
      expect((await change(moved)).body).toMatchObject({ status: 'needs_attention', statusReason: reason });
      expect(await check()).toMatchObject({ ok: false, problem });
      expect((await admin.http.get(`/api/v1/connections/${id}/streams`)).body).toMatchObject({ code });
      expect(admin.provider.connector.credentialsSeen).toBeUndefined();
    });

    it('a change of its limits does not make it active', async () => {
      const { change } = await open();
      await change(moved);
      expect((await change({ quota: null })).body).toMatchObject({ status: 'needs_attention' });
    });

    it('credentials that are given again go there', async () => {
      const { change, check } = await open();
      await change(moved);
      expect((await change({ credentials: { token: 'for there' } })).body).toMatchObject({
        status: 'active',
      });
      expect(await check()).toMatchObject({ ok: true });
      expect(admin.provider.connector.credentialsSeen).toEqual({ token: 'for there' });
    });

    it('where the settings lead back, the credentials are sent again', async () => {
      const { change, check } = await open();
      await change(moved);
      expect((await change({ settings: { baseUrl: 'http://127.0.0.1:1/' } })).body).toMatchObject({
        status: 'active',
      });
      expect(await check()).toMatchObject({ ok: true });
    });

    it('also where the settings were changed by SQL', async () => {
      const { id, check } = await open();
      await admin.database.tenant.transaction((tx) => tx.connections.saveSettings(id, moved.settings));
      expect(await check()).toMatchObject({ ok: false, problem });
      expect(admin.provider.connector.credentialsSeen).toBeUndefined();
    });

    it('a connection without credentials may lead where it will', async () => {
      const { change, check } = await open();
      await change({ credentials: {} });
      expect((await change(moved)).body).toMatchObject({ status: 'active', statusReason: null });
      expect(await check()).toMatchObject({ ok: true });
    });
  });

  it('lists the streams of a connection', async () => {
    const { id } = await sampleConnection(admin);
    const answer = await admin.http.get(`/api/v1/connections/${id}/streams`);
    expect(answer.body).toEqual({
      items: [
        {
          ...{ name: 'customers', pageSize: 100, incremental: true, readOne: false },
          ...{
            reportsDeletions: false,
            listing: 'shifting',
            shape: 'records',
            sameShape: false,
            hasTimes: false,
          },
          ...{ filters: [], backfill: null, writes: null },
        },
      ],
    });
  });

  it('gives slices of the list, each going on where the one before ended', async () => {
    for (let i = 0; i < 3; i++) await sampleConnection(admin);
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = cursor === null ? { limit: '2' } : { limit: '2', cursor };
      const answer = await admin.http.get('/api/v1/connections').query(query);
      const { items, next } = answer.body as { items: { name: string }[]; next: string | null };
      expect(items.length).toBeLessThanOrEqual(2);
      names.push(...items.map(({ name }) => name));
      cursor = next;
    } while (cursor !== null);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(3);
  });

  it('refuses a cursor that it did not give', async () => {
    const answer = await admin.http.get('/api/v1/connections').query({ cursor: 'made-up' });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ errors: [{ path: 'cursor' }] });
  });

  it.each([
    ['for a path that is none', 'data..id', 'idPath', 'without empty names'],
    ['where one of several paths is none', ['*.id', '*..day'], 'idPath[1]', 'without empty names'],
    ['for paths through different lists', ['id', 'a.*.c', 'b.*.d'], 'idPath[2]', 'through another list'],
    ['for paths that part on their way', ['*.a.*.c', '*.b.*.d'], 'idPath[1]', 'through another list'],
  ])('opens no webhook address %s', async (_, idPath, path, message) => {
    const { id } = await sampleConnection(admin);
    const answer = await admin.http
      .post(`/api/v1/connections/${id}/webhook-endpoints`)
      .send({ stream: 'customers', idPath });
    const told = expect.stringContaining(message) as string;
    expect(answer.body).toMatchObject({ status: 400, errors: [{ path, message: told }] });
  });

  it('opens a webhook address with a secret of its own that is not stored in the clear', async () => {
    const { id } = await sampleConnection(admin);
    const answer = await admin.http
      .post(`/api/v1/connections/${id}/webhook-endpoints`)
      .send({ stream: 'customers', idPath: 'data.id' });
    expect(answer.status).toBe(201);
    const { path, secret } = answer.body as { path: string; secret: string };
    expect(path).toMatch(/^\/hooks\/[\w-]{32}$/);
    const token = path.slice('/hooks/'.length);
    const stored = await admin.database.system.transaction((tx) => tx.webhookAddresses.find(token));
    expect(stored?.endpoint).toMatchObject({ connectionId: id, stream: 'customers', idPaths: ['data.id'] });
    expect(stored?.endpoint.sealedSecret).not.toContain(secret);
  });
});

describe('quotas', () => {
  it('are kept with a connection, changed and taken away, and the rest of it stays', async () => {
    const { id, name, settings } = await sampleConnection(admin);
    const change = (body: object) => admin.http.patch(`/api/v1/connections/${id}`).send(body);
    const quota = { rate: { calls: 100, perSeconds: 60 } };
    const whole = { ...quota, concurrency: null, reservedShare: 0.3 };
    expect((await change({ quota, retry: { maxAttempts: 5 } })).body).toMatchObject({
      name,
      settings,
      quota: whole,
      retry: { maxAttempts: 5, initialMs: 1000, multiplier: 2, capMs: 30_000, jitter: 0.2 },
    });
    expect((await change({ retry: null })).body).toMatchObject({ quota: whole, retry: null });
    expect((await change({ quota: null })).body).toMatchObject({ quota: null });
  });

  it('that allow nothing or limit nothing are refused', async () => {
    const { id } = await sampleConnection(admin);
    for (const quota of [{}, { rate: { calls: 0, perSeconds: 1 } }, { concurrency: 5, reservedShare: 1 }]) {
      const answer = await admin.http.patch(`/api/v1/connections/${id}`).send({ quota });
      expect(answer.status).toBe(400);
    }
  });

  it('show what is used of them, and what keeps calls back', async () => {
    const quota = { rate: { calls: 100, perSeconds: 60 }, concurrency: 10, reservedShare: 0.3 };
    const { id, name } = await sampleConnection(admin);
    await admin.http.patch(`/api/v1/connections/${id}`).send({ quota });
    const { quotaLedger, breakerBoard } = admin.database.postgres;
    const inFlight = { bulk: 0, reserved: 0 };
    const asked = { quota, share: 'bulk', wanted: 1, holder: 'one', inFlight, callMs: 30_000 } as const;
    await quotaLedger.lease(id, asked);
    await quotaLedger.close(id, { waitMs: 60_000 });
    await breakerBoard.trip(id, 30_000);
    const answer = await admin.http.get(`/api/v1/connections/${encodeURIComponent(name)}/quota`);
    expect(answer.body).toMatchObject({
      quota,
      rate: { counted: { bulk: 1, reserved: 0 }, reserved: 30 },
      concurrency: { underWay: { bulk: 1, reserved: 0 }, reserved: 3 },
      learnt: null,
      breaker: { state: 'open' },
    });
    expect((answer.body as { closedForMs: number }).closedForMs).toBeGreaterThan(50_000);
  });
});
