import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { latinLetters, withoutMarks } from './latin-letters.js';

interface Normaliser {
  /** For people. */
  readonly does: string;
  readonly example: readonly [string, string];
  /** Left out: 1. Where texts become others than they were in an earlier release it is raised: keys that are made of them are made anew. */
  readonly revision?: number;
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
    example: ['Anna   Berg', 'Anna Berg'],
    apply: (text) => text.replace(/\s+/gu, ' ').trim(),
  },
  words: {
    does: 'Letters and digits only: an apostrophe is taken out, anything else is a space between words.',
    example: ["O'Brien-Jones, A.", 'OBrien Jones A'],
    apply: lettersAndDigits,
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
  domain: {
    does: 'The domain of a mailbox or a page in lower case, without `www`; what has none says nothing.',
    example: ['https://www.Acme.example/contact', 'acme.example'],
    apply: domainName,
  },
  phone: {
    does: 'The number in the form of E.164; `region` is the country of numbers without a country code. A single letter in it is a slip. What is no number says nothing.',
    example: ['+49 (0)30 901820', '+4930901820'],
    revision: 2,
    apply: phoneNumber,
  },
};

export const DEFAULT_NORMALISERS = ['case', 'accents', 'spaces'] as const;

function lettersAndDigits(text: string): string {
  return text
    .replace(/['’`´]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

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
  // S.A. and s.r.l. are one word each.
  const joined = plainLetters(text.toLowerCase()).replace(/(?<![\p{L}\p{N}])(\p{L})\./gu, '$1');
  const words = lettersAndDigits(joined).split(' ');
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

const DOMAIN =
  /^(?:[a-z][a-z0-9+.-]*:(?:\/\/)?)?(?:[^\s@/]*@)?(?:www\.)?([^\s@/:?#]+\.[^\s@/:?#.]+)\.?(?:[/:?#].*)?$/s;

function domainName(text: string): string {
  return DOMAIN.exec(text.trim().normalize('NFKC').toLowerCase())?.[1] ?? '';
}

const DIGIT = /\p{Nd}/u;
/** One letter by itself; words say that it is something else. */
const STRAY = /(?<!\p{L})\p{L}(?!\p{L})/gu;

function phoneNumber(text: string, region: string | undefined): string {
  // Looking for a number takes longer than all else that is done to a value.
  if (!DIGIT.test(text)) return '';
  const number = numberIn(text, region);
  if (number !== '') return number;
  const rest = text.replace(STRAY, '');
  return rest === text ? '' : numberIn(rest, region);
}

function numberIn(text: string, region: string | undefined): string {
  const country = region === undefined ? {} : { defaultCountry: region as CountryCode };
  return parsePhoneNumberFromString(text, { ...country, extract: false })?.number ?? '';
}

/** Those of these normalisers whose texts were others in an earlier release. */
export function revisionsOf(names: Iterable<string>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...new Set(names)].flatMap((name) => {
      const revision = NORMALISERS[name]?.revision;
      return revision === undefined ? [] : [[name, revision]];
    }),
  );
}

export function isRegion(region: unknown): region is string {
  return typeof region === 'string' && isSupportedCountry(region);
}
