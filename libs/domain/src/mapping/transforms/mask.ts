import { ofValue, scalarText, ValueRefused, type Present, type TransformKind } from './transform-kind.js';

/** A text of which only its ends can be read. The marks are as many whatever they stand for: they do not tell its length. */
export const mask: TransformKind = {
  name: 'mask',
  does: 'A text, number or boolean of which only the first and last characters can be read. A text that has no more than these is masked whole. How long it was cannot be told; a change that the mask hides is no change.',
  settings: {
    first: 'characters kept of its beginning, 0 to 1,000; left out: 0',
    last: 'characters kept of its end, 0 to 1,000; left out: 0',
    email: 'true: an e-mail address, of which what is before the @ is masked; left out: false',
    with: 'what stands in place of the rest; left out: `***`',
  },
  examples: [
    { with: { last: 4 }, value: 'DE89370400440532013000', gives: '***3000' },
    { with: { email: true, first: 1 }, value: 'ada@example.com', gives: 'a***@example.com' },
    { with: { first: 2, last: 2 }, value: 'Ada', gives: '***' },
  ],
  compile: (settings) => {
    const [first, last] = [settings.count('first', 0), settings.count('last', 0)];
    const marks = settings.text('with', { fallback: '***' });
    const cover = (text: string) => {
      // By characters, so that none is cut in two.
      const letters = [...text];
      if (letters.length <= first + last) return marks;
      const end = letters.slice(letters.length - last).join('');
      return `${letters.slice(0, first).join('')}${marks}${end}`;
    };
    if (!settings.flag('email')) return ofValue((value) => cover(textOf(value)));
    return ofValue((value) => {
      const text = textOf(value);
      const at = text.lastIndexOf('@');
      if (at < 1 || at === text.length - 1) throw new ValueRefused('an e-mail address');
      return `${cover(text.slice(0, at))}${text.slice(at)}`;
    });
  },
};

function textOf(value: Present): string {
  const text = scalarText(value);
  if (text === undefined) throw new ValueRefused('a text, a boolean or a number of at most 1,000 digits');
  return text;
}
