import fc from 'fast-check';
import { fillNames, namesIn } from './fill-names.js';

it('fills names in braces, and leaves all other braces alone', () => {
  const values = { apiKey: 'k', token: '{apiKey}$&' };
  expect(fillNames('{"a": "{apiKey}"} {b c} {} {unknown} {token}', values)).toBe(
    '{"a": "k"} {b c} {} {unknown} {apiKey}$&',
  );
  expect(namesIn('{"a": "{apiKey}"} {b c} {} {unknown} {apiKey}')).toEqual(['apiKey', 'unknown', 'apiKey']);
  expect(fillNames('{constructor}', {})).toBe('{constructor}');
});

it('finds each name that it fills, whatever the values are', () => {
  const part = fc.oneof(fc.constantFrom('{a}', '{b}', '{', '}', '{{a}}'), fc.string());
  fc.assert(
    fc.property(fc.array(part), fc.string(), (parts, value) => {
      const template = parts.join('');
      const names = new Set(namesIn(template));
      const filled = fillNames(template, Object.fromEntries([...names].map((name) => [name, value])));
      const left = fillNames(template, { never: 'used' });
      expect(
        left.length + namesIn(template).reduce((sum, name) => sum + value.length - name.length - 2, 0),
      ).toBe(filled.length);
    }),
  );
});
