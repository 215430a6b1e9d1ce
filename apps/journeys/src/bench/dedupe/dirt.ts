import type { SeededRandom } from '@evenkeel/simulation';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** One slip of the keyboard: a letter too many, too few, another one, or two in the wrong order; digits become digits. */
export function withTypo(text: string, random: SeededRandom): string {
  const letters = Array.from(text);
  if (letters.length < 2) return text;
  const at = random.below(letters.length);
  const other = /\d/.test(letters[at] ?? '') ? String(random.below(10)) : random.pick(Array.from(LETTERS));
  const pair = Math.min(at, letters.length - 2);
  const slips = [
    () => letters.splice(at, 1),
    () => letters.splice(at, 0, other),
    () => letters.splice(at, 1, other),
    () => letters.splice(pair, 2, ...letters.slice(pair, pair + 2).reverse()),
  ];
  random.pick(slips)();
  return letters.join('');
}

/** As people in Germany write a number: with the code of its country, or without where it is theirs. */
export function writePhone({ country, national }: Phone, random: SeededRandom): string {
  const code = CALLING_CODES[country] ?? '49';
  const [area, rest] = [national.slice(0, 3), national.slice(3)];
  const abroad = [
    `+${code}${national}`,
    `+${code} ${area} ${rest}`,
    `00${code} ${area} ${rest}`,
    `+${code} (0)${area} ${rest.slice(0, 3)}-${rest.slice(3)}`,
  ];
  const athome = [`0${area} ${rest}`, `0${area}/${rest.slice(0, 3)} ${rest.slice(3)}`, `(0${area}) ${rest}`];
  return random.pick(country === 'DE' ? [...abroad, ...athome] : abroad);
}

export interface Phone {
  readonly country: string;
  /** Without the zero in front. */
  readonly national: string;
}

const CALLING_CODES: Readonly<Record<string, string>> = { DE: '49', GB: '44', FR: '33' };

export function writeDate([year, month, day]: readonly [number, number, number]): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** What people write where they have to write something. */
export const PLACEHOLDERS = {
  email: ['none@none.com', 'test@test.com', 'noreply@example.org'],
  phone: ['0000000', '000', 'n/a'],
};
