import fc from 'fast-check';
import {
  ENGINE_SETTING_NAMES,
  ENGINE_SETTINGS,
  findSettingProblems,
  isRight,
  settingsInForce,
  type EngineSetting,
} from './engine-setting.js';

describe('a change of settings', () => {
  it('takes what is in range, and null for what the environment says', () => {
    expect(
      findSettingProblems({ DISPATCH_PER_TENANT: 1, LOG_LEVEL: 'debug', EXECUTOR_RESERVED: null }),
    ).toEqual([]);
  });

  it('names everything that is wrong with it at once', () => {
    const problems = findSettingProblems({
      RETENTION_AUDIT_DAYS: 30,
      LOG_LEVEL: 'loud',
      EXECUTOR_CONCURRENCY: '8',
      'dispatch-per-tenent': 4,
    });
    expect(problems.map(({ name, message }) => `${name}: ${message}`)).toEqual([
      'RETENTION_AUDIT_DAYS: give a whole number from 31 to 36500',
      'LOG_LEVEL: give one of debug, info, warn, error, silent',
      'EXECUTOR_CONCURRENCY: give a whole number from 1 to 1000',
      expect.stringContaining('did you mean DISPATCH_PER_TENANT?'),
    ]);
  });

  it('knows of a name only what it has itself', () => {
    expect(findSettingProblems({ toString: 1, constructor: null })).toHaveLength(2);
  });

  it('starts from values that are right', () => {
    const settings: readonly EngineSetting[] = Object.values(ENGINE_SETTINGS);
    expect(settings.filter((one) => one.initial !== undefined && !isRight(one, one.initial))).toEqual([]);
  });
});

describe('what holds', () => {
  const environment = { DISPATCH_PER_TENANT: 256, LOG_LEVEL: 'warn' } as const;

  it('is what people set, else what the environment says', () => {
    const inForce = settingsInForce(environment, new Map([['DISPATCH_PER_TENANT', 8]]), fail);
    expect(inForce).toEqual({ DISPATCH_PER_TENANT: 8, LOG_LEVEL: 'warn' });
  });

  it('is never what this release has no room for: it tells of that, and goes on', () => {
    const anything = fc.oneof(fc.anything(), fc.constantFrom(...ENGINE_SETTING_NAMES));
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.oneof(fc.string(), fc.constantFrom('LOG_LEVEL', 'DISPATCH_PER_TENANT')), anything),
        ),
        (set) => {
          const refused: string[] = [];
          const stored = new Map<string, unknown>(set);
          const inForce = settingsInForce(environment, stored, (name) => refused.push(name));
          expect(Object.keys(inForce)).toEqual(Object.keys(environment));
          for (const [name, value] of Object.entries(inForce)) {
            expect(isRight(ENGINE_SETTINGS[name as keyof typeof environment], value)).toBe(true);
            const isTaken = stored.has(name) && !refused.includes(name);
            if (isTaken && stored.get(name) !== undefined) expect(value).toBe(stored.get(name));
          }
        },
      ),
    );
  });
});

function fail(name: string): never {
  throw new Error(`${name} was refused`);
}
