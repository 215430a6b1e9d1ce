import type { AuditEventView, ConfigurationPlan } from '@evenkeel/contracts-admin';
import { sampleConnection, sampleJob } from '../testing/sample.js';
import { REFERENCES, startAdmin } from '../testing/start-admin.js';

const admin = startAdmin();

interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}
const document = (kind: string, name: string, spec: object = {}): Written => ({
  ...{ apiVersion: 'evenkeel.dev/v1', kind, metadata: { name } },
  spec: spec as Written['spec'],
});
const placed = (documents: readonly unknown[]) => documents.map((content) => ({ content }));
const post = (path: string, documents: readonly unknown[], terms: object = {}) =>
  admin.http.post(`/api/v1/configuration/${path}`).send({ documents: placed(documents), ...terms });
const diff = async (documents: readonly unknown[], terms: object = {}) =>
  (await post('diffs', documents, terms)).body as ConfigurationPlan;
const apply = (documents: readonly unknown[], terms: object = {}) => post('applications', documents, terms);
const exported = async (query = '') =>
  ((await admin.http.get(`/api/v1/configuration${query}`)).body as { documents: Written[] }).documents;
const said = ({ changes }: ConfigurationPlan) =>
  changes.map(({ action, kind, name }) => `${action} ${kind}/${name}`);

const connection = (name: string, more: object = {}) =>
  document('Connection', name, {
    connector: 'provider',
    settings: { baseUrl: 'https://a.example' },
    ...more,
  });
const job = (name: string, of: string, more: object = {}) =>
  document('Job', name, { connection: of, stream: name, recordType: name, ...more });
const token = (reference: string) => ({ credentials: { token: reference } });

beforeEach(() => {
  REFERENCES['REF_TOKEN'] = 'the-secret-itself';
});

describe('what is exported', () => {
  it('changes nothing where it is applied, whatever it holds', async () => {
    await admin.http.post('/api/v1/connections').send({
      ...{ name: 'whole', connector: 'provider', settings: { baseUrl: 'https://a.example' } },
      ...{ credentials: { token: 'given-by-hand' }, quota: { concurrency: 4 }, path: 'enterprise' },
    });
    const schedule = { kind: 'cron', expression: '*/5 * * * *', timeZone: 'Europe/Berlin' };
    const mapping = [{ source: 'id', target: 'id', required: true }];
    const wanted = { connection: 'whole', stream: 'customers', recordType: 'customer', schedule, mapping };
    await admin.http.post('/api/v1/jobs').send({ name: 'whole-1', ...wanted, contract: { maxRecords: 9 } });
    await admin.http.post('/api/v1/jobs').send({
      ...{ name: 'whole-2', connection: 'whole', stream: 'orders', recordType: 'order' },
      dependsOn: ['whole-1'],
    });
    await admin.http.put('/api/v1/record-types/customer').send({
      ...{ schema: { properties: { id: { type: 'string' } } }, sensitive: ['email'] },
      match: { rules: [{ name: 'mail', when: { field: 'email', by: 'exact', normalise: ['email'] } }] },
    });
    await admin.http.post('/api/v1/groups').send({ name: 'whole', jobs: ['whole-2', 'whole-1'] });
    await admin.http.post('/api/v1/notification-channels').send({
      ...{ name: 'on-call', webhook: { url: 'https://hooks.example/secret-path' } },
      subscriptions: [{ kinds: ['failed'], job: 'whole-1' }, { connection: 'whole' }],
    });
    await admin.http.post('/api/v1/notification-channels').send({
      name: 'mail',
      email: {
        ...{ host: 'mail.example', port: 587, user: 'ada', password: 'by-hand' },
        ...{ from: 'a@example.com', to: ['b@example.com'] },
      },
    });
    const documents = await exported();
    expect(documents.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
      ...['Connection/whole', 'RecordType/customer', 'RecordType/order', 'Job/whole-1', 'Job/whole-2'],
      ...['Group/whole', 'NotificationChannel/mail', 'NotificationChannel/on-call'],
    ]);
    expect(JSON.stringify(documents)).not.toMatch(/given-by-hand|by-hand|secret-path|whsec_/);
    const plan = await diff(documents);
    expect(plan).toMatchObject({ ok: true, changes: [], unchanged: 8, problems: [] });
    expect(plan.notes.map(({ path }) => path)).toEqual([
      'spec.credentials.token',
      'spec.email.password',
      'spec.webhook.url',
      'spec.webhook.secret',
    ]);
    const before = await admin.database.rows('select revision from job order by id');
    expect((await apply(documents.toReversed())).body).toMatchObject({ applied: true, changes: [] });
    expect(await admin.database.rows('select revision from job order by id')).toEqual(before);
  });

  it('says only what is not so anyway', async () => {
    await apply([connection('few'), job('few', 'few')]);
    const documents = await exported('?kind=Job');
    expect(documents.find(({ metadata }) => metadata.name === 'few')?.spec).toEqual({
      ...{ connection: 'few', stream: 'few', recordType: 'few' },
    });
  });
});

describe('what is applied', () => {
  it('is made at once, in whatever order it is written, and not again', async () => {
    const documents = [
      document('Group', 'new', { jobs: ['new'] }),
      job('new', 'new', { dependsOn: ['before'] }),
      job('before', 'new'),
      connection('new', token('env:REF_TOKEN')),
    ];
    const plan = await diff(documents);
    expect(said(plan)).toEqual(['add Connection/new', 'add Job/before', 'add Job/new', 'add Group/new']);
    expect(plan.changes[1]?.consequences).toEqual(['no run begins until it is asked for']);
    expect((await admin.http.get('/api/v1/connections/new')).status).toBe(404);
    expect((await apply(documents)).body).toMatchObject({ ok: true, applied: true });
    expect((await apply(documents)).body).toMatchObject({ changes: [], unchanged: 4 });
    await admin.http.post('/api/v1/connections/new/check').send({});
    expect(admin.provider.connector.credentialsSeen).toEqual({ token: 'the-secret-itself' });
    const written = await exported('?kind=Connection');
    expect(written.find(({ metadata }) => metadata.name === 'new')?.spec['credentials']).toEqual({
      token: 'env:REF_TOKEN',
    });
  });

  it('is sealed anew where a reference leads to something else', async () => {
    const documents = [connection('rotated', token('env:REF_TOKEN'))];
    await apply(documents);
    REFERENCES['REF_TOKEN'] = 'another-secret';
    const plan = await diff(documents);
    expect(plan.changes).toMatchObject([
      { secrets: ['credentials.token'], consequences: ['sets credentials.token anew'] },
    ]);
    await apply(documents);
    await admin.http.post('/api/v1/connections/rotated/check').send({});
    expect(admin.provider.connector.credentialsSeen).toEqual({ token: 'another-secret' });
    expect(await diff(documents)).toMatchObject({ changes: [] });
  });

  it('tells what follows from it', async () => {
    const { name } = await sampleJob(admin);
    const documents = await exported('?kind=Job');
    const mine = documents.find(({ metadata }) => metadata.name === name) as Written;
    const changed = { ...mine, spec: { ...mine.spec, schedule: { kind: 'interval', everySeconds: 60 } } };
    const plan = await diff([changed]);
    expect(plan.changes[0]).toMatchObject({
      action: 'change',
      consequences: ['runs begin by the new schedule'],
    });
  });

  it('is nothing where any of it is wrong, and all that is wrong is told', async () => {
    const documents = [
      connection('half'),
      connection('bad', { settings: { baseUrl: 'nowhere' } }),
      document('Connection', 'inline', {
        ...{ connector: 'provider', settings: { baseUrl: 'https://a.example' } },
        credentials: { token: 'sk-live-inline-secret' },
      }),
      connection('unset', token('env:REF_UNSET')),
      connection('own', token('env:EVENKEEL_SECRET_KEY')),
      job('of-bad', 'bad'),
      job('bad-mapping', 'half', {
        mapping: [{ source: 'a', target: 'a', transforms: [{ name: 'cast', to: 'x' }] }],
      }),
      job('bad-schedule', 'half', { schedule: { kind: 'cron', expression: '61 * * * *' } }),
      document('Jobs', 'typo'),
      'no document',
    ];
    const refused = await apply(documents);
    expect(refused.body).toMatchObject({ status: 422, code: 'config.invalid_documents' });
    const { errors } = refused.body as { errors: { path: string; message: string }[] };
    const places = errors.map(({ path }) => path);
    expect(places).toEqual(
      expect.arrayContaining([
        'document 2 Connection/bad',
        'document 3 Connection/inline spec.credentials.token',
        'document 4 Connection/unset spec.credentials.token',
        'document 5 Connection/own spec.credentials.token',
        expect.stringMatching(/^document 7 Job\/bad-mapping spec\.mapping/),
        expect.stringMatching(/^document 8 Job\/bad-schedule/),
        'document 9 kind',
        'document 10',
      ]),
    );
    // What needs something wrong is not told again.
    expect(places.filter((place) => place.includes('of-bad'))).toEqual([]);
    expect(JSON.stringify(refused.body)).not.toContain('sk-live');
    expect((await admin.http.get('/api/v1/connections/half')).status).toBe(404);
    const told = (await post('validations', documents)).body as { problems: { remedy: string }[] };
    expect(told.problems).toHaveLength(errors.length);
    expect(told.problems.every(({ remedy }) => remedy.length > 10)).toBe(true);
  });

  it('meets with what the forms meet with', async () => {
    await apply([connection('taken'), job('taken', 'taken')]);
    const twin = job('twin', 'taken', { stream: 'taken', recordType: 'taken' });
    expect((await diff([twin])).problems).toMatchObject([
      { name: 'twin', message: 'Another job brings taken into taken already' },
    ]);
    const moved = job('taken', 'taken', { stream: 'elsewhere' });
    expect((await diff([moved])).problems).toMatchObject([{ path: 'spec.stream' }]);
    expect((await diff([job('ids', '01a22319-0c1f-7cc1-9a2b-3d1f5f4a7b10')])).problems[0]).toMatchObject({
      path: 'spec.connection',
      message: expect.stringContaining('an id') as string,
    });
  });

  it('is one of two applications at a time', async () => {
    const documents = [
      connection('raced'),
      job('raced', 'raced'),
      document('Group', 'raced', { jobs: ['raced'] }),
    ];
    const answers = await Promise.all([apply(documents), apply(documents), apply(documents)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const made = answers.map(({ body }) => (body as ConfigurationPlan).changes.length);
    expect(made.toSorted()).toEqual([0, 0, 3]);
  });
});

describe('a secret', () => {
  it('goes where its reference was used first, and nowhere else', async () => {
    REFERENCES['REF_BOUND'] = 'for-a';
    expect((await apply([connection('bound', token('env:REF_BOUND'))])).status).toBe(200);
    const elsewhere = { settings: { baseUrl: 'https://evil.example' } };
    for (const document of [
      connection('bound', { ...token('env:REF_BOUND'), ...elsewhere }),
      connection('thief', { ...token('env:REF_BOUND'), ...elsewhere }),
    ]) {
      const [problem] = (await diff([document])).problems;
      expect(problem).toMatchObject({
        path: 'spec.credentials.token',
        message: expect.stringContaining('https://evil.example') as string,
        remedy: expect.stringContaining('another name') as string,
      });
    }
    expect((await diff([connection('second', token('env:REF_BOUND'))])).problems).toEqual([]);
  });

  it('that is kept is not sent elsewhere with one that is given', async () => {
    await admin.http.post('/api/v1/connections').send({
      ...{ name: 'two', connector: 'provider', settings: { baseUrl: 'https://a.example' } },
      credentials: { one: 'kept', other: 'kept-too' },
    });
    const moved = connection('two', {
      settings: { baseUrl: 'https://evil.example' },
      credentials: { one: 'stored', other: 'env:REF_TOKEN_OF_EVIL' },
    });
    REFERENCES['REF_TOKEN_OF_EVIL'] = 'theirs';
    expect((await diff([moved])).problems).toMatchObject([{ path: 'spec.credentials.one' }]);
  });

  it('of which nothing is stored has no placeholder', async () => {
    expect((await diff([connection('empty', token('stored'))])).problems).toMatchObject([
      { path: 'credentials.token', message: expect.stringContaining('none is stored') as string },
    ]);
  });

  it('that a channel needs is held against its form, and not told', async () => {
    REFERENCES['REF_HOOK'] = 'not-an-address-but-secret';
    const channel = document('NotificationChannel', 'hook', { slack: { url: 'env:REF_HOOK' } });
    const plan = await diff([channel]);
    expect(plan.problems.map(({ path }) => path)).toContain('spec.slack.url');
    expect(JSON.stringify(plan)).not.toContain('but-secret');
    REFERENCES['REF_HOOK'] = 'https://hooks.example/T0/secret';
    expect((await apply([channel])).body).toMatchObject({ applied: true });
    expect(await diff([channel])).toMatchObject({ changes: [] });
  });
});

describe('what a set manages', () => {
  const ours = { set: 'ours' };
  const documents = [
    connection('kept'),
    document('RecordType', 'kept', { schema: { maxProperties: 9 } }),
    job('kept', 'kept'),
    document('Group', 'kept', { jobs: ['kept'] }),
    document('NotificationChannel', 'kept', { slack: { url: 'env:REF_SLACK' } }),
  ];
  beforeAll(async () => {
    REFERENCES['REF_SLACK'] = 'https://hooks.example/T0/kept';
    await apply(documents, ours);
  });

  it('says so wherever it is shown', async () => {
    for (const path of ['connections', 'record-types', 'jobs', 'groups', 'notification-channels']) {
      const shown = await admin.http.get(`/api/v1/${path}/kept`);
      expect(shown.body).toMatchObject({ name: 'kept', managedBy: 'ours' });
      const listed = (await admin.http.get(`/api/v1/${path}`)).body as { items: { name: string }[] };
      expect(listed.items.find(({ name }) => name === 'kept')).toMatchObject({ managedBy: 'ours' });
    }
    expect((await exported('?set=ours')).map(({ kind }) => kind)).toEqual([
      ...['Connection', 'RecordType', 'Job', 'Group', 'NotificationChannel'],
    ]);
  });

  it('is not edited otherwise', async () => {
    const edits = [
      admin.http.patch('/api/v1/connections/kept').send({ path: 'primary' }),
      admin.http.delete('/api/v1/connections/kept?jobs=true'),
      admin.http.put('/api/v1/record-types/kept').send({ schema: null }),
      admin.http.delete('/api/v1/record-types/kept'),
      admin.http.patch('/api/v1/jobs/kept').send({ timeoutMinutes: 5 }),
      admin.http.delete('/api/v1/jobs/kept'),
      admin.http.delete('/api/v1/groups/kept'),
      admin.http.patch('/api/v1/notification-channels/kept').send({ digestMinutes: 5 }),
      admin.http.delete('/api/v1/notification-channels/kept'),
    ];
    for (const edit of edits)
      expect((await edit).body).toMatchObject({ status: 409, code: 'request.managed' });
    expect(await diff(documents, ours)).toMatchObject({ changes: [], unchanged: 5 });
  });

  it('is edited where that is forced, which is written down, and changed back', async () => {
    const forced = await admin.http.patch('/api/v1/jobs/kept').send({ timeoutMinutes: 5, force: true });
    expect(forced.body).toMatchObject({ timeoutMinutes: 5, managedBy: 'ours' });
    const { items } = (await admin.http.get('/api/v1/audit-log?operation=changeJob&limit=1')).body as {
      items: AuditEventView[];
    };
    expect(items[0]?.changes).toContainEqual(
      expect.objectContaining({
        subject: 'configured_object',
        after: expect.objectContaining({ forced_by: 'api' }) as object,
      }),
    );
    const plan = await diff(documents, ours);
    expect(plan.changes).toMatchObject([
      { name: 'kept', fields: [{ path: 'timeoutMinutes', before: 5, after: 60 }] },
    ]);
    await apply(documents, ours);
    expect((await admin.http.get('/api/v1/jobs/kept')).body).toMatchObject({ timeoutMinutes: 60 });
  });

  it('is not changed by another set, nor by none', async () => {
    const other = [connection('kept', { path: 'primary' })];
    for (const terms of [{}, { set: 'theirs' }])
      expect((await apply(other, terms)).body).toMatchObject({ code: 'config.invalid_documents' });
    expect((await apply([connection('kept')])).body).toMatchObject({ changes: [] });
  });

  it('goes where its documents are gone and that is asked, and nothing else goes', async () => {
    await sampleConnection(admin);
    const before = await exported();
    expect(await diff([], ours)).toMatchObject({
      changes: [],
      left: documents.map(({ kind }) => ({ kind, name: 'kept' })),
    });
    const answer = await apply([connection('kept')], { ...ours, prune: true });
    expect(said(answer.body as ConfigurationPlan)).toEqual([
      ...[
        'remove NotificationChannel/kept',
        'remove Group/kept',
        'remove Job/kept',
        'remove RecordType/kept',
      ],
    ]);
    const after = await exported();
    expect(before.length - after.length).toBe(4);
    expect((await post('applications', [], { prune: true })).body).toMatchObject({ status: 400 });
    // A folder that was not there, or a list that was forgotten.
    expect((await apply([], { ...ours, prune: true })).body).toMatchObject({ status: 400 });
    expect((await apply([], { ...ours, prune: true, force: true })).body).toMatchObject({
      changes: [{ action: 'remove', kind: 'Connection' }],
    });
    expect(await exported('?set=ours')).toEqual([]);
  });
});

it('the schema for editors is the one that documents are held against', async () => {
  const { body } = await admin.http.get('/api/v1/configuration/schema');
  expect(body).toMatchObject({ $schema: expect.stringContaining('2020-12') as string });
  expect(JSON.stringify(body)).toContain('"JobSpec"');
});
