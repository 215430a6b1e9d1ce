import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { latinLetters, withoutMarks } from './latin-letters.js';

interface Normaliser {
  /** For people. */
  readonly does: string;
  readonly example: readonly [string, string];
  /** Empty: the text says nothing. */
  readonly apply: (text: string, region: string | undefined) => string;
}

/** What makes texts comparable, by name. */
export const NORMALISERS: Readonly<Record<string, Normaliser>> = {
  case: {
    does: 'Lower case.',
    example: ['McDonald', 'mcdonald'],
    apply: (text) => text.toLowerCase(),
  },
  accents: {
    does: 'Takes off accents and other marks, and writes letters like ß, ø and ł as ss, o and l.',
    example: ['Łukasz Müller-Strauß', 'Lukasz Muller-Strauss'],
    apply: plainLetters,
  },
  spaces: {
    does: 'One space between words, none around.',
    example: ['  Anna   Berg ', 'Anna Berg'],
    apply: (text) => text.replace(/\s+/gu, ' ').trim(),
  },
  words: {
    does: 'Letters and digits only; anything else is a space between words.',
    example: ['Smith-Jones, A.', 'Smith Jones A'],
    apply: (text) => text.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim(),
  },
  digits: {
    does: 'Digits only.',
    example: ['DE 123-456', '123456'],
    apply: (text) => text.normalize('NFKC').replace(/[^0-9]/g, ''),
  },
  latin: {
    does: 'Lower case in Latin letters: Cyrillic and Greek are written as in passports, accents are taken off.',
    example: ['Иванов', 'ivanov'],
    apply: latinLetters,
  },
  company: {
    does: 'Lower case, letters and digits only, without the legal form (GmbH, Ltd, Inc. and others) at the end.',
    example: ['Acme Widgets, Inc.', 'acme widgets'],
    apply: withoutLegalForm,
  },
  email: {
    does: 'The address in lower case, without a name or `mailto:` around it; what is no address says nothing.',
    example: ['Anna Berg <Anna.Berg@Example.org>', 'anna.berg@example.org'],
    apply: emailAddress,
  },
  phone: {
    does: 'The number in the form of E.164; `region` is the country of numbers without a country code. What is no number says nothing.',
    example: ['+49 (0)30 901820', '+4930901820'],
    apply: phoneNumber,
  },
};

export const DEFAULT_NORMALISERS = ['case', 'accents', 'spaces'] as const;

const SPECIAL: ReadonlyMap<string, string> = new Map([
  ...[
    'ß ss',
    'æ ae',
    'Æ AE',
    'œ oe',
    'Œ OE',
    'ø o',
    'Ø O',
    'ł l',
    'Ł L',
    'đ d',
    'Đ D',
    'ð d',
    'þ th',
    'ı i',
  ].map((row) => row.split(' ') as [string, string]),
]);

function plainLetters(text: string): string {
  return withoutMarks(text).replace(/[ßæÆœŒøØłŁđĐðþı]/g, (letter) => SPECIAL.get(letter) as string);
}

const LEGAL_FORMS =
  'ab ag as asa bv co company corp corporation cv doo gbr gmbh group holding inc incorporated kft kg kgaa limited llc llp lp ltd mbh nv ohg oy ' +
  'oyj plc pte pty sa sarl sas se sl spa srl ug und and cie ooo zao oao ao ооо зао оао ао ae';
const LEGAL: ReadonlySet<string> = new Set(LEGAL_FORMS.split(' '));

function withoutLegalForm(text: string): string {
  // s.r.l., S.A. and e.K. are one word each, with the dots taken out.
  const words = plainLetters(text.toLowerCase())
    .replace(/(?<=\b\p{L})\.(?=\p{L}\b|\s|$)/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .split(' ');
  let end = words.length;
  while (end > 1 && LEGAL.has(words[end - 1] as string)) end -= 1;
  return words.slice(0, end).join(' ');
}

const ADDRESS = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/;

function emailAddress(text: string): string {
  const within = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  const address = within
    .trim()
    .replace(/^mailto:/i, '')
    .normalize('NFKC')
    .toLowerCase();
  return ADDRESS.test(address) ? address : '';
}

function phoneNumber(text: string, region: string | undefined): string {
  const country = region === undefined ? {} : { defaultCountry: region as CountryCode };
  return parsePhoneNumberFromString(text, { ...country, extract: false })?.number ?? '';
}

export function isRegion(region: unknown): region is string {
  return typeof region === 'string' && isSupportedCountry(region);
}
