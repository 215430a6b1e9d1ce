import { parseJson, SyncError, type JsonObject, type JsonValue } from '@evenkeel/domain';
import fc from 'fast-check';
import { RestConnector } from './rest-connector.js';
import { simulatedSettings } from './testing/simulated-provider.js';

const settings: JsonObject = {
  ...simulatedSettings('http://127.0.0.1'),
  auth: { kind: 'apiKey', in: 'header', name: 'x-key' },
  headers: { accept: 'application/json' },
  errors: [{ status: 418, bodyPath: 'error.code', equals: 'x', code: 'provider.rate_limited' }],
};
const nested = (levels: number) => `${'{"a":['.repeat(levels)}1${']}'.repeat(levels)}`;
const odd = fc
  .oneof(
    fc.constantFrom('null', 'true', '[]', '{}', '""', '-1', '1e400', '9007199254740993', nested(90)),
    fc.constantFrom(
      '"\\u0000"',
      '"a.b\\\\"',
      '"$"',
      '"../x"',
      '"\\ud800"',
      '"*"',
      '"http://["',
      '{"__proto__":1}',
    ),
    fc.json({ maxDepth: 3 }),
  )
  .map(parseJson);

type Path = readonly string[];
const placesIn = (value: JsonValue, path: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    [...path, 'other'],
    ...Object.entries(value).flatMap(([name, part]: [string, JsonValue]) => [
      path,
      ...placesIn(part, [...path, name]),
    ]),
  ];
};
const withOdd = (value: JsonValue, [name, ...rest]: Path, other: JsonValue): JsonValue => {
  if (name === undefined) return other;
  const copy = Array.isArray(value) ? [...(value as JsonValue[])] : { ...(value as JsonObject) };
  return Object.assign(copy, { [name]: withOdd((value as JsonObject)[name] ?? null, rest, other) });
};
const places = placesIn(settings).filter((path) => path.length > 0);

it('settings that are odd in one place are taken, or refused as settings', () => {
  fc.assert(
    fc.property(fc.constantFrom(...places), odd, (place, value) => {
      try {
        new RestConnector().validate(withOdd(settings, place, value) as JsonObject, { apiKey: 'k' });
      } catch (error) {
        expect(error).toBeInstanceOf(SyncError);
        expect(error).toMatchObject({
          code: 'config.invalid_settings',
          message: expect.stringMatching(/^(settings|credentials)[.:]/) as string,
        });
      }
    }),
    { numRuns: 2000 },
  );
});
