import { ERASED_TABLES } from '@evenkeel/adapter-postgres/testing';
import { HOLDS_VALUES } from './testing/canary-walk.js';

it('the walks after sensitive values and after erased ones know each table that can hold values of a record', () => {
  expect(Object.keys(HOLDS_VALUES).sort()).toEqual([...ERASED_TABLES].sort());
});
