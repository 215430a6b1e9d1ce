import { isJsonObject } from './json.js';

describe('a JSON object', () => {
  it.each([{}, { a: 1 }, { length: 0 }])('is %j', (value) => {
    expect(isJsonObject(value)).toBe(true);
  });

  it.each([null, [], [{}], 'a', 1, true, undefined])('is not %j', (value) => {
    expect(isJsonObject(value)).toBe(false);
  });
});
