import { configReference } from './config-reference.js';
import { readReferences } from './reference-fragments.js';
import { WrongEnvironment } from './variables.js';

const OWN = /^EVENKEEL_REF_(?:PREFIX|DIR)$/;

it('no variable of the engine, whatever its process, begins as one that documents may name', () => {
  const names = configReference().flatMap(({ rows }) => rows.map(({ name }) => name));
  expect(names).toContain('EVENKEEL_SECRET_KEY');
  expect(names.filter((name) => /^(?:.*_)?REF_/.test(name) && !OWN.test(name))).toEqual([]);
});

it.each(['EVENKEEL_', 'E', 'DATABASE_URL', 'PG', '_', 'evenkeel_ref_', 'REF', '.*REF_'])(
  '%s is no prefix: what is the engine’s own could begin so',
  (prefix) => {
    expect(() => readReferences({ EVENKEEL_REF_PREFIX: prefix }, [])).toThrow(WrongEnvironment);
  },
);

it('nothing else of the environment is handed on', () => {
  const environment = { SHOP_REF_TOKEN: 'a', EVENKEEL_SECRET_KEY: 'b', EVENKEEL_REF_PREFIX: 'SHOP_REF_' };
  expect(readReferences(environment, ['own'])).toMatchObject({
    environment: { SHOP_REF_TOKEN: 'a' },
    forbidden: ['own'],
  });
  expect(Object.keys(readReferences(environment, []).environment)).toEqual(['SHOP_REF_TOKEN']);
});
