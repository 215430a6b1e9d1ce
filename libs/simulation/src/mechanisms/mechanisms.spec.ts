import { readdirSync } from 'node:fs';
import { FAMILIES } from './mechanisms.js';

it('takes every mechanism away: each family has a spec that does', () => {
  const specs = readdirSync(__dirname).flatMap(
    (file) => /^(.*?)(?:\.long)?\.spec\.[jt]s$/.exec(file)?.[1] ?? [],
  );
  expect(Object.keys(FAMILIES).filter((family) => !specs.includes(family))).toEqual([]);
});
