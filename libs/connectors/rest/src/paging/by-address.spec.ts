import { nextLink } from './by-address.js';

describe('the Link header', () => {
  it.each([
    [
      '<https://a.example/?page=2>; rel="next", <https://a.example/?page=9>; rel="last"',
      'https://a.example/?page=2',
    ],
    [
      '<https://a.example/?page=1>; rel="prev",<https://a.example/?q=a,b;c>; rel=next',
      'https://a.example/?q=a,b;c',
    ],
    ['</things?page=2>; title="a, b"; rel="start next"', '/things?page=2'],
    ['<https://a.example/>; REL="NEXT"', 'https://a.example/'],
    ['<https://a.example/>; rel="nextish"', null],
    ['<https://a.example/?rel=next>; rel="last"', null],
    ['', null],
    ['rel="next"', null],
  ])('%s leads to %s', (header, target) => {
    expect(nextLink(header)).toBe(target);
  });
});
