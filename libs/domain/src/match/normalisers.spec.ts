import fc from 'fast-check';
import { isRegion, NORMALISERS } from './normalisers.js';

const apply = (name: string, text: string, region?: string) => NORMALISERS[name]?.apply(text, region);

it.each(Object.entries(NORMALISERS))('%s does what its example says', (_, { apply: change, example }) => {
  const [from, to] = example;
  expect(change(from, 'DE')).toBe(to);
});

it.each(Object.entries(NORMALISERS))(
  '%s changes nothing where it was applied before',
  (name, { apply: change }) => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.emailAddress(),
      fc.webUrl(),
      fc.string({ unit: fc.constantFrom(...'+0123456789 ()-/') }),
      fc.constantFrom('Acme GmbH & Co. KG', 'S.A. de C.V.', 'ГОСТ Щ', 'İstanbul', 'ΣΊΣΥΦΟΣ', 'ǅ ﬁ ½'),
    );
    // A legal form of which others stand in front is left where nothing else is.
    const settled = (text: string) =>
      name === 'company' ? change(change(text, 'DE'), 'DE') : change(text, 'DE');
    fc.assert(fc.property(texts, (text) => expect(change(settled(text), 'DE')).toBe(settled(text))));
  },
);

it.each([
  ['case', 'ÄÖ Straße', 'äö straße'],
  ['accents', 'Ærø Œuvre Đỗ Ðð Þþ ı', 'AEro OEuvre Do Ðd Þth i'],
  ['accents', 'plain', 'plain'],
  ['spaces', '\ta\u00a0b\n', 'a b'],
  ['words', "d’Angelo `x´ O'Neill", 'dAngelo x ONeill'],
  ['words', '- a_b.c -', 'a b c'],
  ['digits', 'DE ４５６-x', '456'],
  ['digits', 'none', ''],
  ['latin', 'Щербаков Юлія', 'shcherbakov iuliia'],
  ['latin', 'Παπαδόπουλος', 'papadopoylos'],
  ['latin', 'MÜLLER-Strauß', 'muller-strauss'],
  ['latin', '王', '王'],
  ['latin', 'тень', 'ten'],
  ['company', 'Müller GmbH & Co. KG', 'muller'],
  ['company', 'Acme S.A.', 'acme'],
  ['company', 'ООО', 'ооо'],
  ['company', 'AG', 'ag'],
  ['company', 'J. Smith Ltd.', 'j smith'],
  ['company', 'AG Insurance', 'ag insurance'],
])('%s makes "%s" to "%s"', (name, from, to) => {
  expect(apply(name, from)).toBe(to);
});

it.each([
  [' mailto:Ann@X.io ', 'ann@x.io'],
  ['"Ann, B." <ann@x.io> ', 'ann@x.io'],
  ['MAILTO:a@x.io', 'a@x.io'],
  ['xmailto:a@x.io', 'xmailto:a@x.io'],
  ['ａ@x.io', 'a@x.io'],
  ['ann@x', ''],
  ['ann@x.', ''],
  ['ann at x.io', ''],
  ['a b@x.io', ''],
  ['a@b@x.io', ''],
  ['ann@x.io, bob@x.io', ''],
  ['see <ann@x.io> there', ''],
  ['', ''],
])('the mailbox of "%s" is "%s"', (from, to) => {
  expect(apply('email', from)).toBe(to);
});

it.each([
  ['ann@Mail.Acme.example', 'mail.acme.example'],
  ['HTTP://acme.example:8080?x', 'acme.example'],
  ['www.acme.example#a', 'acme.example'],
  ['acme.example.', 'acme.example'],
  ['acme.example/a@b', 'acme.example'],
  ['https://user@acme.example/', 'acme.example'],
  ['mailto:a@acme.example', 'acme.example'],
  ['  acme.example\n', 'acme.example'],
  ['acme', ''],
  ['acme example.org', ''],
  ['', ''],
])('the domain of "%s" is "%s"', (from, to) => {
  expect(apply('domain', from)).toBe(to);
});

it.each([
  ['030 901820', 'DE', '+4930901820'],
  ['0049 30 90 18 20', 'DE', '+4930901820'],
  ['+49 (0)30/901820', undefined, '+4930901820'],
  ['030 901820', undefined, ''],
  ['(212) 555-2368', 'US', '+12125552368'],
  ['call me', 'DE', ''],
  ['call 030 901820', 'DE', ''],
  ['+49v 30 9018c20', 'DE', '+4930901820'],
  ['v+49 30 901820', 'DE', '+4930901820'],
  ['030 90 no 18 20', 'DE', ''],
  ['030 901820 x12', 'DE', '+4930901820'],
])('the number "%s" in %s is "%s"', (from, region, to) => {
  expect(apply('phone', from, region)).toBe(to);
});

it('knows the countries of numbers by their codes', () => {
  expect(['DE', 'US', 'de', 'XX', '', 49, undefined].map(isRegion)).toEqual([
    true,
    true,
    ...Array<boolean>(5).fill(false),
  ]);
});
