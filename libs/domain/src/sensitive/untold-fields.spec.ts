import { parseSensitive } from './sensitive-fields.js';
import { untoldFields } from './untold-fields.js';

const of = (...paths: string[]) => untoldFields(new Map([['person', parseSensitive(paths)]]));

it('tells no field that is sensitive, or holds what is', () => {
  expect(of('mail', 'address.street', 'address.city', String.raw`a\.b`)).toEqual({
    person: ['mail', 'address', 'a.b'],
  });
  expect(of()).toEqual({ person: [] });
});

it.each([['*'], ['*.name'], ['$']])('tells no value of a type where %s is sensitive', (path) => {
  expect(of('mail', path)).toEqual({});
});
