import fc from 'fast-check';
import { lately } from './lately.js';

it('finds what asking each time would find, whatever is asked in whatever order', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__'));
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 3 }), (asked, most) => {
      const find = lately((text) => `${text}!`, most);
      expect(asked.map(find)).toEqual(asked.map((text) => `${text}!`));
    }),
  );
});

it('asks once for what comes again, and forgets what does not', () => {
  const asked: string[] = [];
  const find = lately((text) => {
    asked.push(text);
    return text;
  }, 2);
  for (const text of ['a', 'b', 'a', 'c', 'a', 'd', 'e', 'a', 'f', 'b']) find(text);
  expect(asked).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'b']);
});

it('keeps an empty text as what it is', () => {
  let asked = 0;
  const find = lately(() => {
    asked += 1;
    return '';
  });
  expect([find('n/a'), find('n/a'), asked]).toEqual(['', '', 1]);
});
