import fc from 'fast-check';
import { nextLink } from './link-header.js';

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
    // Lawful by RFC 8288 and 9110, though seldom seen.
    ['<https://a.example/p2>; title="page \\"2\\""; rel="next"', 'https://a.example/p2'],
    ['<https://a.example/p2>; title="a; rel=prev"; rel="next"', 'https://a.example/p2'],
    ['<https://a.example/p2>; rel = "next"', 'https://a.example/p2'],
    ['<https://a.example/p2>;; rel="next"', 'https://a.example/p2'],
    [', ,<https://a.example/p2>;rel=next,', 'https://a.example/p2'],
    ['<https://a.example/p2>; rel="next"; rel="prev"', 'https://a.example/p2'],
    ['<https://a.example/p1>; rel="prev"; rel="next"', null],
  ])('%s leads to %s', (header, target) => {
    expect(nextLink(header)).toBe(target);
  });

  it.each([
    'rel="next"',
    '<https://a.example/p2',
    '<https://a.example/p2>; rel="next',
    '<a> b; rel=next',
    'next',
  ])('%s cannot be read to its end, which is told and is no end of the listing', (header) => {
    expect(() => nextLink(header)).toThrow('The Link header cannot be read from here on');
  });

  it('is read back whatever titles stand before the relation', () => {
    const title = fc.string({
      unit: fc.constantFrom('a', ' ', ';', ',', '"', '\\', '<', '>', '=', 'rel=next'),
    });
    fc.assert(
      fc.property(fc.array(title, { maxLength: 4 }), (titles) => {
        const quoted = titles.map((text) => `"${text.replace(/["\\]/g, (letter) => `\\${letter}`)}"`);
        const parameters = quoted.map((text) => `; title=${text}`).join('');
        expect(nextLink(`<p1>${parameters}; rel=prev, <p2>${parameters}; rel="x next"`)).toBe('p2');
      }),
    );
  });
});
