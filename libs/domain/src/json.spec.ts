import { isJsonObject, isSameScalar } from './json.js';
import { ExactNumber } from './number/exact-number.js';

describe('a JSON object', () => {
  it.each([{}, { a: 1 }, { length: 0 }])('is %j', (value) => {
    expect(isJsonObject(value)).toBe(true);
  });

  it.each([null, [], [{}], 'a', 1, true, undefined, new ExactNumber('9007199254740993')])(
    'is not %j',
    (value) => {
      expect(isJsonObject(value)).toBe(false);
    },
  );
});

describe('two scalars', () => {
  const exact = (text: string) => new ExactNumber(text);

  it.each([
    [1, 1, true],
    [1, '1', false],
    [null, undefined, false],
    [exact('9007199254740993'), exact('9007199254740993'), true],
    [exact('9007199254740993'), exact('9007199254740995'), false],
    [exact('9007199254740993'), '9007199254740993', false],
    [exact('9007199254740993'), undefined, false],
    [undefined, exact('9007199254740993'), false],
  ])('%s and %s say the same: %s', (one, other, same) => {
    expect(isSameScalar(one, other)).toBe(same);
  });
});
