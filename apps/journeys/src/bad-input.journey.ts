import type { AddJobRequest } from '@evenkeel/contracts-admin';
import type { JsonObject } from '@evenkeel/domain';
import type { AdminRefusal } from '@evenkeel/client-admin';
import { freePort } from './kit/free-port.js';
import { live, type ConnectionFault, type Story } from './kit/connection-fault.js';
import { journeyFolder } from './kit/repository.js';
import { SandboxProvider } from './kit/sandbox-provider.js';
import { pagedCustomers, sandboxSettings } from './kit/sandbox-settings.js';
import { startStandalone, type StandaloneUnderTest } from './kit/standalone.js';

type Mapping = NonNullable<AddJobRequest['mapping']>;

const TOKEN = 'journey-token';
const RECORDS = 500;
/** The first record of the second page, which is the damaged one. */
const DAMAGED = 'cus_00000101';

let engine: StandaloneUnderTest;
let sandbox: SandboxProvider;
let source: ReadonlyMap<string, JsonObject>;
const stories = new Map<string, Promise<Story>>();

/** What stops a run: where it happens, what is said of it and how many records were there before. */
const FATAL = [
  { name: 'wrong-credentials', kind: 'auth', code: 'provider.unauthorized', kept: 0 },
  { name: 'unauthorized', kind: 'auth', code: 'provider.unauthorized', kept: 200 },
  { name: 'unknown-host', kind: 'transient', code: 'provider.unreachable', kept: 0 },
  { name: 'nobody-listens', kind: 'transient', code: 'provider.unreachable', kept: 0 },
  { name: 'outage', kind: 'transient', code: 'provider.unreachable', kept: 200 },
  { name: 'server-error', kind: 'transient', code: 'provider.server_error', kept: 200 },
  { name: 'malformed', kind: 'transient', code: 'provider.malformed_body', kept: 200 },
  { name: 'invalid-utf8', kind: 'config', code: 'provider.wrong_charset', kept: 200 },
  { name: 'truncated', kind: 'transient', code: 'provider.truncated_body', kept: 200 },
  { name: 'truncated-gzip', kind: 'transient', code: 'provider.truncated_body', kept: 200 },
  { name: 'html', kind: 'config', code: 'provider.unexpected_content', kept: 200 },
  { name: 'redirect', kind: 'config', code: 'provider.redirected', kept: 200 },
  { name: 'not-found', kind: 'config', code: 'provider.not_found', kept: 200 },
  { name: 'wrong-shape', kind: 'config', code: 'provider.unexpected_shape', kept: 200 },
  { name: 'deep', kind: 'config', code: 'provider.body_too_deep', kept: 200 },
  { name: 'huge-body', kind: 'config', code: 'provider.body_too_large', kept: 200 },
  { name: 'cursor-loop', kind: 'config', code: 'provider.page_loop', kept: RECORDS },
  { name: 'repeat-last', kind: 'config', code: 'provider.page_repeated', kept: RECORDS },
  { name: 'unknown-stream', kind: 'config', code: 'config.unknown_stream', kept: 0 },
] as const;
type FatalName = (typeof FATAL)[number]['name'];

/** What the engine finds a way around. */
const MENDED = { name: 'huge-page' } as const;

/** What costs one record only. */
const HARMLESS = [
  { name: 'no-id', code: 'record.missing_id', externalId: null, says: 'no id' },
  { name: 'not-an-object', code: 'record.not_an_object', externalId: null, says: 'a text, not an object' },
  { name: 'nul', code: 'record.unstorable_text', externalId: DAMAGED, says: 'note holds NUL' },
  { name: 'surrogate', code: 'record.unstorable_text', externalId: DAMAGED, says: 'half of a surrogate' },
] as const;

const faulty = (rules: string) => sandboxSettings(`${sandbox.url}/faults/${rules}`);

/** Where the sandbox's faults and its third page are not what goes wrong. */
async function special(name: FatalName): Promise<Partial<ConnectionFault>> {
  const wholly = { settings: sandboxSettings(sandbox.url) };
  switch (name) {
    case 'wrong-credentials':
      return { ...wholly, credentials: { token: 'another' }, repair: { credentials: { token: TOKEN } } };
    case 'unknown-host':
      return { settings: sandboxSettings('http://provider.invalid'), repair: moved() };
    case 'nobody-listens':
      return { settings: sandboxSettings(`http://127.0.0.1:${await freePort()}`), repair: moved() };
    case 'huge-body': {
      // Its provider is told no page size, so that no smaller page can be asked for.
      const { pageSizeParam: _, ...customers } = pagedCustomers;
      return { settings: sandboxSettings(`${sandbox.url}/faults/${name}:page=3`, { customers }) };
    }
    case 'cursor-loop':
    case 'repeat-last':
      return { settings: faulty(name) };
    case 'unknown-stream': {
      const whole = { settings: sandboxSettings(sandbox.url, { persons: pagedCustomers }) };
      return { ...whole, stream: 'persons', spoilt: wholly, repair: whole };
    }
    default:
      return {};
  }
}

/** Credentials go to the address that they were given for: another one needs them again. */
function moved() {
  return { settings: sandboxSettings(sandbox.url), credentials: { token: TOKEN } };
}

/** All at the same time, in one process: those that are retried take their three attempts of it. */
async function beginAll(): Promise<void> {
  const begin = (fault: ConnectionFault) => {
    const story = live(engine, fault);
    story.catch(() => undefined); // told where it is looked at
    stories.set(fault.name, story);
  };
  const credentials = { token: TOKEN };
  const repair = { settings: sandboxSettings(sandbox.url) };
  for (const { name, kind } of FATAL) {
    const afterwards = kind === 'transient' ? 'resume' : 'run';
    const usual = { settings: faulty(`${name}:page=3`), credentials, repair, afterwards } as const;
    begin({ name, ...usual, ...(await special(name)) });
  }
  begin({ ...MENDED, settings: faulty('huge-body:page=3'), credentials, repair, afterwards: 'run' });
  for (const { name, externalId } of HARMLESS) {
    // What came without an id cannot be asked for again: only reading everything meets it.
    const afterwards = externalId === null ? 'full run' : 'run';
    begin({ name, settings: faulty(`${name}:page=2`), credentials, repair, afterwards });
  }
}

async function storyOf(name: string): Promise<Story> {
  const story = await stories.get(name);
  if (story === undefined) throw new Error(`${name} was not begun`);
  return story;
}

beforeAll(async () => {
  const folder = journeyFolder('bad-input');
  engine = await startStandalone(folder);
  sandbox = await SandboxProvider.start({ records: RECORDS, token: TOKEN, folder });
  source = await sandbox.customers();
  await beginAll();
}, 60_000);
afterAll(async () => {
  await sandbox?.stop();
  await engine?.stop();
}, 60_000);

function expectAllThere({ second, rows }: Story): void {
  expect(second).toMatchObject({ status: 'completed', reason: null, receipt: { balanced: true, failed: 0 } });
  expect(rows.size).toBe(source.size);
  for (const [id, customer] of source) expect([id, rows.get(id)?.data]).toEqual([id, customer]);
}

describe('What stops a run', () => {
  it.each(FATAL)(
    '$name is told as $kind, $code, and loses nothing',
    async ({ name, kind, code, kept }) => {
      const story = await storyOf(name);
      const { status, reason, receipt, chunks } = story.first;
      expect({ status, kind: reason?.kind, code: reason?.code }).toEqual({ status: 'failed', kind, code });
      expect(reason?.message).not.toBe('');
      expect(reason?.remedy?.length).toBeGreaterThan(20);
      expect(chunks).toMatchObject([{ state: 'failed', problem: { code } }]);
      expect(receipt).toMatchObject({ balanced: true, created: kept, failed: 0 });

      expect(story.kept.size).toBe(kept);
      for (const [id, { data }] of story.kept) expect(data).toEqual(source.get(id));
      expect(story.connection.status).toBe(kind === 'auth' ? 'needs_attention' : 'active');
      expect(story.alive).toBe(true);

      expectAllThere(story);
    },
    60_000,
  );
});

describe('A check of a connection', () => {
  it('tells the same beforehand, and marks the connection whose credentials are refused', async () => {
    const add = (name: string, baseUrl: string, token: string) =>
      engine.admin.addConnection({
        name,
        connector: 'rest',
        settings: sandboxSettings(baseUrl),
        credentials: { token },
      });
    await add('checked', sandbox.url, 'another');
    const refused = await engine.admin.check('checked');
    expect(refused).toMatchObject({ ok: false, problem: { code: 'provider.unauthorized' } });
    expect(refused.problem?.remedy).toContain('Correct the credentials');
    expect(await engine.admin.connection('checked')).toMatchObject({ status: 'needs_attention' });

    await engine.admin.changeConnection('checked', { credentials: { token: TOKEN } });
    const fine = { records: 100, writes: [], doubts: [], problem: null };
    expect(await engine.admin.check('checked')).toEqual({
      ...{ ok: true, problem: null },
      streams: expect.arrayContaining(
        ['customers', 'invoices'].map((stream) => ({ ...fine, stream })),
      ) as unknown,
    });
    expect(await engine.admin.connection('checked')).toMatchObject({ status: 'active' });

    await add('unreachable', 'http://provider.invalid', TOKEN);
    expect(await engine.admin.check('unreachable')).toMatchObject({
      ok: false,
      problem: { code: 'provider.unreachable' },
    });
  }, 30_000);
});

describe('What the engine finds a way around', () => {
  it('a page that is too large is asked for with fewer records, and that is told', async () => {
    const story = await storyOf(MENDED.name);
    expect(story.first).toMatchObject({ status: 'completed', receipt: { balanced: true, created: RECORDS } });
    const errors = await engine.admin.errors(story.first.id);
    expect(errors.map(({ code }) => code)).toContain('provider.page_too_large');
    expectAllThere(story);
  });
});

describe('What costs one record only', () => {
  it.each(HARMLESS)(
    '$name is told as $code of that record, and all others are applied',
    async ({ name, code, externalId, says }) => {
      const story = await storyOf(name);
      const { first, outcomes } = story;
      expect(first).toMatchObject({
        status: 'completed_with_errors',
        reason: null,
        receipt: { balanced: true, fetched: RECORDS, created: RECORDS - 1, failed: 1 },
      });
      expect(outcomes).toMatchObject([{ externalId, outcome: 'rejected', problem: { code } }]);
      expect(outcomes[0]?.problem?.message).toContain(says);
      expect(outcomes[0]?.problem?.remedy.length).toBeGreaterThan(20);
      expect(outcomes[0]?.raw).not.toBeNull();
      expect(story.kept.has(DAMAGED)).toBe(false);
      expect(story.alive).toBe(true);

      expectAllThere(story);
    },
    60_000,
  );
});

describe('A mapping', () => {
  const add = async (name: string, mapping: Mapping) => {
    const settings = sandboxSettings(sandbox.url);
    await engine.admin.addConnection({ name, connector: 'rest', settings, credentials: { token: TOKEN } });
    await engine.admin.addJob({ name, connection: name, stream: 'customers', recordType: name, mapping });
  };
  const refusal = (adding: Promise<unknown>) =>
    adding.then(
      () => {
        throw new Error('It was taken');
      },
      (error: unknown) => (error as AdminRefusal).problem,
    );

  it('with a rule that cannot be compiled is refused before anything runs, and the rule is named', async () => {
    const rules = [
      { source: 'id', target: 'id' },
      { source: 'name', target: 'name', transforms: ['explode'] },
    ];
    const problem = await refusal(add('uncompilable', rules));
    expect(problem).toMatchObject({ status: 422, code: 'config.invalid_mapping' });
    expect(problem.detail).toContain('mapping[1].transforms[0].name: must be one of trim, ');
    expect(problem.remedy).toContain('Correct the rule');
    await expect(engine.admin.run('uncompilable')).rejects.toMatchObject({ problem: { status: 404 } });
  });

  it('with a rule of another shape is refused too, and the field is named', async () => {
    const rule = { source: 'id', target: 'id', required: 'yes' } as unknown as Mapping[number];
    const problem = await refusal(add('misshapen', [rule]));
    expect(problem).toMatchObject({ status: 400, errors: [{ path: 'mapping[0].required' }] });
    expect(problem.remedy).not.toBe('');
  });

  it('that no record fits stops the run at once with every record told, and the process is alive', async () => {
    await add('unfit', [{ source: 'surname', target: 'name', required: true }]);
    const run = await engine.admin.runToEnd('unfit');
    expect(run).toMatchObject({
      status: 'failed',
      reason: { kind: 'circuit_breaker' },
      receipt: { balanced: true, fetched: 100, created: 0, failed: 100 },
    });
    expect(run.reason?.remedy).toContain('mapping');
    const outcomes = await engine.admin.outcomes(run.id);
    expect(outcomes).toHaveLength(100);
    expect(outcomes[7]?.problem).toMatchObject({ code: 'record.required_field_missing' });
    expect(outcomes[7]?.problem?.message).toContain('surname');
    expect((await engine.store.records('unfit')).size).toBe(0);
    expect(await engine.isReady()).toBe(true);
  });
});
