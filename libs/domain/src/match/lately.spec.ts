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

it('holds nothing for a while where hardly any text comes again, and then looks again', () => {
  let asked = 0;
  const find = lately((text) => {
    asked += 1;
    return `${text}!`;
  }, 8);
  const askTwice = (text: string) => {
    const before = asked;
    expect([find(text), find(text)]).toEqual([`${text}!`, `${text}!`]);
    return asked - before;
  };
  for (let nth = 0; nth < 9; nth += 1) find(`once ${nth}`);
  const times = Array.from({ length: 66 }, (_, nth) => askTwice(`now ${nth}`));
  expect(times.slice(0, 64)).toEqual(Array(64).fill(2));
  expect(times.slice(64)).toEqual([1, 1]);
});

it('keeps an empty text as what it is', () => {
  let asked = 0;
  const find = lately(() => {
    asked += 1;
    return '';
  });
  expect([find('n/a'), find('n/a'), asked]).toEqual(['', '', 1]);
});
