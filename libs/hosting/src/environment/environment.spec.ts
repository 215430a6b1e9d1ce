import { deriveWebhookKey, generateSecretKey } from '@evenkeel/adapter-secrets';
import { keysOf } from '../platform/keys-of.js';
import { SERVICE_NAMES } from '@evenkeel/contracts-messages';
import { configReference } from './config-reference.js';
import { isLoopback } from './loopback.js';
import { readServiceSettings } from './service-environment.js';
import { readStandaloneSettings } from './standalone-environment.js';
import { WrongEnvironment, type Environment } from './variables.js';

const master = generateSecretKey();
const enough = {
  DATABASE_URL: 'postgres://evenkeel:pw@127.0.0.1:5432/evenkeel',
  KAFKA_BROKERS: '127.0.0.1:9092, kafka-2:9092',
};

function problemsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof WrongEnvironment) return error.problems.map(({ name }) => name);
    throw error;
  }
  return [];
}

describe('the environment of a service', () => {
  it('becomes typed settings, with defaults for what may be left out', () => {
    const settings = readServiceSettings('coordinator', { ...enough, EVENKEEL_INSTANCE: 'c-1' });
    expect(settings).toEqual({
      platform: {
        process: 'coordinator',
        tableBudgetGb: 100,
        instance: 'c-1',
        log: { level: 'info', format: 'json', instance: 'c-1' },
        databaseUrl: enough.DATABASE_URL,
        bus: { kind: 'kafka', brokers: ['127.0.0.1:9092', 'kafka-2:9092'], prefix: '' },
        keys: {},
        windows: { perExecution: { primary: 32, enterprise: 4 }, perConnection: 64, perTenant: 256 },
      },
      listen: { host: '127.0.0.1', port: 4184, names: [] },
    });
  });

  it('says how much may be under way, and how long what is over is kept', () => {
    const given = { ...enough, DISPATCH_PER_PACED_EXECUTION: '2', DISPATCH_PER_TENANT: '512' };
    expect(readServiceSettings('coordinator', given).platform.windows).toEqual({
      perExecution: { primary: 32, enterprise: 2 },
      perConnection: 64,
      perTenant: 512,
    });
    const kept = { ...enough, RETENTION_RESOLVED_FAILURE_DAYS: '7' };
    expect(readServiceSettings('reconciler', kept).platform.retention).toEqual({
      runDays: 90,
      changeDays: 365,
      resolvedFailureDays: 7,
      errorLogDays: 30,
      eventDays: 7,
      triggerMessageDays: 30,
      deliveryDays: 30,
      auditDays: 400,
    });
    expect(readStandaloneSettings({}).retention).toEqual({
      runDays: 90,
      changeDays: 365,
      resolvedFailureDays: 30,
      errorLogDays: 30,
      eventDays: 7,
      triggerMessageDays: 30,
      deliveryDays: 30,
      auditDays: 400,
    });
    const MIB = 1024 * 1024;
    const larger = {
      ...enough,
      EVENKEEL_WEBHOOK_KEY: Buffer.alloc(32, 7).toString('base64'),
      WEBHOOK_BODY_LIMIT_MB: '20',
    };
    expect(readServiceSettings('webhook-gateway', larger).listen.deliveryBytes).toBe(20 * MIB);
    expect(readStandaloneSettings({}).listen.deliveryBytes).toBe(5 * MIB);
    expect(problemsOf(() => readStandaloneSettings({ DISPATCH_PER_CONNECTION: '0' }))).toEqual([
      'DISPATCH_PER_CONNECTION',
    ]);
  });

  it('takes where people reach the admin as the address of a web server, for what tells them', () => {
    const given = (url: string) => ({ EVENKEEL_PUBLIC_URL: url });
    expect(readStandaloneSettings(given('https://sync.example.com/')).publicUrl).toBe(
      'https://sync.example.com',
    );
    for (const wrong of ['sync.example.com', 'ftp://a', 'https://a:b@c', 'https://a?b', 'https://a/|b'])
      expect(problemsOf(() => readStandaloneSettings(given(wrong)))).toEqual(['EVENKEEL_PUBLIC_URL']);
  });

  it('names every wrong variable at once, with a remedy for each', () => {
    const wrong = { DATABASE_URL: 'mysql://x', KAFKA_BROKERS: 'localhost', PORT: '70000', LOG_LEVEL: 'loud' };
    expect(problemsOf(() => readServiceSettings('ingestion', wrong))).toEqual([
      'DATABASE_URL',
      'KAFKA_BROKERS',
      'PORT',
      'LOG_LEVEL',
    ]);
    expect(() => readServiceSettings('ingestion', wrong)).toThrow(
      /LOG_LEVEL: "loud" cannot be used\n {4}Give one of/,
    );
  });

  it('never repeats a secret in its complaint', () => {
    const wrong: Environment = { ...enough, DATABASE_URL: 'pw-in-here', EVENKEEL_SECRET_KEY: 'key-in-here' };
    try {
      readServiceSettings('admin', wrong);
    } catch (error) {
      expect((error as Error).message).not.toMatch(/in-here/);
      expect((error as Error).message).toContain('EVENKEEL_SECRET_KEY');
    }
  });

  it('takes an empty variable for an unset one', () => {
    expect(readServiceSettings('scheduler', { ...enough, PORT: '', LOG_LEVEL: ' ' }).listen.port).toBe(4182);
  });

  it('gives the master key to admin and executor-worker only', () => {
    for (const service of SERVICE_NAMES) {
      const { keys } = readServiceSettings(service, { ...enough, EVENKEEL_SECRET_KEY: master }).platform;
      expect({ service, has: keys.master !== undefined }).toEqual({
        service,
        has: service === 'admin' || service === 'executor-worker',
      });
    }
  });

  it('takes several keys, the newest first, and none twice', () => {
    const newer = generateSecretKey();
    const given = { ...enough, EVENKEEL_SECRET_KEY: `${newer},${master}` };
    expect(readServiceSettings('admin', given).platform.keys.master).toEqual([newer, master]);
    expect(readServiceSettings('webhook-gateway', given).platform.keys.webhook).toEqual(
      [newer, master].map(deriveWebhookKey),
    );
    const twice = { ...enough, EVENKEEL_SECRET_KEY: `${master},${master}` };
    expect(problemsOf(() => readServiceSettings('admin', twice))).toEqual(['EVENKEEL_SECRET_KEY']);
  });

  it('asks the key command for what is wrapped, and names it where it fails or is missing', () => {
    const wrapped = { ...enough, EVENKEEL_SECRET_KEY: 'wrapped:abc' };
    const command = `${process.execPath} -e process.stdout.write("${master}")`;
    const asked = readServiceSettings('admin', { ...wrapped, EVENKEEL_KEY_COMMAND: command });
    expect(asked.platform.keys.master).toEqual([master]);
    expect(readStandaloneSettings({ ...wrapped, EVENKEEL_KEY_COMMAND: command }).masterKeys).toEqual([
      master,
    ]);
    expect(problemsOf(() => readServiceSettings('admin', wrapped))).toEqual(['EVENKEEL_KEY_COMMAND']);
    const failing = { ...wrapped, EVENKEEL_KEY_COMMAND: 'false' };
    expect(problemsOf(() => readServiceSettings('admin', failing))).toEqual(['EVENKEEL_KEY_COMMAND']);
    expect(() => readServiceSettings('admin', failing)).toThrow('`false unwrap` ended with 1');
  });

  it('lets the gateway do with the webhook key alone', () => {
    const derived = deriveWebhookKey(master);
    const alone = readServiceSettings('webhook-gateway', { ...enough, EVENKEEL_WEBHOOK_KEY: derived });
    const both = readServiceSettings('webhook-gateway', { ...enough, EVENKEEL_SECRET_KEY: master });
    expect(alone.platform.keys).toEqual({ webhook: [derived] });
    expect(both.platform.keys).toEqual({ webhook: [derived] });
    expect(problemsOf(() => readServiceSettings('webhook-gateway', enough))).toEqual([
      'EVENKEEL_WEBHOOK_KEY',
    ]);
  });

  it('lets ingestion do with the key of records alone', () => {
    const { record } = keysOf([master]);
    const alone = readServiceSettings('ingestion', { ...enough, EVENKEEL_RECORD_KEY: record[0] });
    const both = readServiceSettings('ingestion', { ...enough, EVENKEEL_SECRET_KEY: master });
    expect(alone.platform.keys).toEqual({ record });
    expect(both.platform.keys).toEqual({ record });
    expect(problemsOf(() => readServiceSettings('ingestion', enough))).toEqual(['EVENKEEL_RECORD_KEY']);
  });

  it('listens for other machines only when told that this is safe, except the gateway', () => {
    const open = { ...enough, EVENKEEL_SECRET_KEY: master, HOST: '0.0.0.0' };
    expect(problemsOf(() => readServiceSettings('admin', open))).toEqual(['HOST']);
    expect(
      problemsOf(() => readServiceSettings('admin', { ...open, EVENKEEL_INSECURE_PUBLIC: 'true' })),
    ).toEqual([]);
    expect(problemsOf(() => readServiceSettings('webhook-gateway', open))).toEqual([]);
  });
});

describe('the environment of standalone', () => {
  it('needs nothing', () => {
    expect(readStandaloneSettings({})).toMatchObject({
      dataDirectory: '.evenkeel/standalone',
      databaseUrl: undefined,
      listen: { host: '127.0.0.1', port: 4180, names: [] },
    });
  });

  it('does not listen for other machines unasked', () => {
    expect(problemsOf(() => readStandaloneSettings({ HOST: '::' }))).toEqual(['HOST']);
  });
});

describe('loopback', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('is %s', (host) =>
    expect(isLoopback(host)).toBe(true),
  );
  it.each(['0.0.0.0', '::', '10.0.0.1', 'localhost.example.com', '127.evil.com'])('is not %s', (host) =>
    expect(isLoopback(host)).toBe(false),
  );
});

describe('the reference of all variables', () => {
  it('covers every process and says of each variable whether it must be given', () => {
    const sections = configReference();
    expect(sections.map(({ process }) => process)).toEqual(['standalone', ...SERVICE_NAMES]);
    const scheduler = sections.find(({ process }) => process === 'scheduler')!;
    const required = scheduler.rows.filter(({ defaultText }) => defaultText === null).map(({ name }) => name);
    expect(required).toEqual(['DATABASE_URL', 'KAFKA_BROKERS']);
  });
});
