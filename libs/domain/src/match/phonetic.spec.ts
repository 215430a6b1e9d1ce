import { phoneticCodes } from './phonetic.js';

const soundsLike = (one: string, other: string) =>
  phoneticCodes(one).some((code) => phoneticCodes(other).includes(code));

it.each([
  ['Smith', 'Schmidt'],
  ['Smith', 'Smyth'],
  ['Meier', 'Mayer'],
  ['Catherine', 'Kathryn'],
  ['Stephen', 'Steven'],
  ['Иванов', 'Ivanov'],
  ['Νίκος', 'Nikos'],
  ['Müller', 'Muller'],
  ['Anna Berg', 'berg, ANA'],
  ['王', '王'],
])('%s sounds like %s', (one, other) => {
  expect(soundsLike(one, other)).toBe(true);
});

it.each([
  ['Smith', 'Jones'],
  ['Anna Berg', 'Anna'],
  ['王', '李'],
  ['', ''],
  ['- .', '- .'],
])('%s does not sound like %s', (one, other) => {
  expect(soundsLike(one, other)).toBe(false);
});

it('has one code or two, of the words in the order of the alphabet', () => {
  expect(phoneticCodes('Anna Maria')).toEqual(['AN MR']);
  expect(phoneticCodes('Maria Anna')).toEqual(['AN MR']);
  expect(phoneticCodes('Smith')).toEqual(['SM0', 'XMT']);
  expect(phoneticCodes('王 Smith')).toEqual(['SM0 王', 'XMT 王']);
  expect(phoneticCodes('7')).toEqual(['7']);
});

it('counts the first eight words', () => {
  const words = 'b c d f g h l m';
  expect(phoneticCodes(`${words} n`)).toEqual(phoneticCodes(words));
  expect(phoneticCodes('b c d f g h l')).not.toEqual(phoneticCodes(words));
});
