import { isJsonObject, type JsonObject, type JsonValue, type SyncError } from '@evenkeel/domain';
import { testIf, type ConnectorSuite } from './connector-suite.js';

export function describeConnection(suite: ConnectorSuite): void {
  describe('as a connection:', () => {
    describeStreamList(suite);
    describeCredentials(suite);
    describeDestinations(suite);
    describeSettings(suite);
  });
}

function describeCredentials(suite: ConnectorSuite): void {
  const { anyStream } = suite;
  const { wrongCredentials } = suite.conformance;
  const refuse = suite.provider.fail?.['refused credentials'];

  it('can be checked', async () => {
    await suite.open().check();
  });

  testIf(wrongCredentials !== undefined)(
    'refuses wrong credentials when it is checked and when it is read',
    async () => {
      const refused = { code: 'provider.unauthorized', errorClass: 'auth' };
      const wrong = () => suite.open({ ...(wrongCredentials && { credentials: wrongCredentials }) });
      await expect(wrong().check()).rejects.toMatchObject(refused);
      await expect(suite.firstPage(anyStream, wrong())).rejects.toMatchObject(refused);
    },
  );

  testIf(refuse !== undefined)('puts no credential into a cursor or an error', async () => {
    const pages = await suite.readAll(anyStream);
    await refuse?.();
    const error: unknown = await suite.firstPage(anyStream).catch((e: unknown) => e);
    const told = JSON.stringify([pages.map(({ next }) => next), (error as SyncError).message]);
    for (const secret of Object.values(suite.opened.credentials)) expect(told).not.toContain(secret);
  });
}

const ODD_ADDRESSES = [
  '',
  'null',
  'http:',
  'http://',
  'http:///',
  'http://[',
  'http://a b',
  'http://a:99999',
  '//host',
  'x',
];

function withSetting(
  settings: JsonObject,
  [name = '', ...rest]: readonly string[],
  value: JsonValue,
): JsonObject {
  const inner = settings[name];
  const changed = rest.length === 0 ? value : withSetting(isJsonObject(inner) ? inner : {}, rest, value);
  return { ...settings, [name]: changed };
}

function isTaken(validate: () => void): boolean {
  try {
    validate();
    return true;
  } catch (error) {
    expect(error).toMatchObject({ errorClass: 'config' });
    return false;
  }
}

function describeDestinations(suite: ConnectorSuite): void {
  const { anyStream } = suite;
  const destinations = () => suite.conformance.make().destinations(suite.opened.settings);

  it('says where its settings lead, as origins', () => {
    for (const origin of Object.values(destinations())) expect(new URL(origin).origin).toBe(origin);
  });

  it('says so of all settings that it takes', () => {
    const connector = suite.conformance.make();
    const { settings, credentials } = suite.opened;
    for (const name of Object.keys(destinations())) {
      for (const odd of ODD_ADDRESSES) {
        const changed = withSetting(settings, name.split('.'), odd);
        if (isTaken(() => connector.validate(changed, credentials)))
          expect([odd, connector.destinations(changed)]).toEqual([odd, expect.any(Object)]);
      }
    }
  });

  it('calls nothing else', async () => {
    if (Object.keys(destinations()).length === 0) return;
    const nowhere = () => suite.open({ gateways: suite.opened.gateways({}, new AbortController().signal) });
    const refused = { code: 'config.credentials_bound_elsewhere', errorClass: 'config' };
    await expect(nowhere().check()).rejects.toMatchObject(refused);
    await expect(suite.firstPage(anyStream, nowhere())).rejects.toMatchObject(refused);
  });
}

function describeStreamList(suite: ConnectorSuite): void {
  const { anyStream, streams } = suite;

  it('lists its streams', async () => {
    const found = (await suite.open().discover()).map(({ description }) => description.name);
    expect(found).toEqual(expect.arrayContaining([...streams]));
  });

  it('opens a stream as it lists it', async () => {
    for (const listed of await suite.open().discover()) {
      const opened = await suite.stream(listed.description.name);
      expect(opened.description).toEqual(listed.description);
      expect(Object.keys(opened).sort()).toEqual(Object.keys(listed).sort());
    }
  });

  it('names the streams there are when it is asked for another', async () => {
    await expect(suite.stream('no-such-stream')).rejects.toMatchObject({
      code: 'config.unknown_stream',
      message: expect.stringContaining(anyStream) as string,
    });
  });
}

function describeSettings(suite: ConnectorSuite): void {
  const { wrongSettings, make } = suite.conformance;

  it('takes the settings it is used with', () => {
    make().validate(suite.opened.settings, suite.opened.credentials);
  });

  it.each(Object.entries(wrongSettings))('names %s when it is wrong', (field, settings) => {
    for (const refuses of [
      () => make().validate(settings, suite.opened.credentials),
      () => suite.open({ settings }),
    ]) {
      const thrown = thrownBy(refuses);
      expect(thrown).toMatchObject({ code: 'config.invalid_settings', errorClass: 'config' });
      expect((thrown as SyncError).message).toContain(field);
    }
  });
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
