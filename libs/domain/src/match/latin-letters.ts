/** Letters of other scripts as people write them in passports (ICAO 9303 for Cyrillic, ISO 843 for Greek), in lower case. */
const ROWS =
  'а a б b в v г g ґ g д d ђ d е e ё e є ie ж zh з z и i і i ї i й i ј j к k л l љ lj м m н n њ nj о o п p р r с s т t ћ c у u ў u ф f ' +
  'х kh ц ts ч ch џ dz ш sh щ shch ъ ie ы y ь ~ э e ю iu я ia ' +
  'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o ' +
  'ß ss æ ae œ oe ø o ł l đ d ð d þ th ı i ħ h';

const LATIN: ReadonlyMap<string, string> = readRows(ROWS.split(' '));
const NOT_ASCII = /[^\0-\x7f]/;

function readRows(cells: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    cells.flatMap((letter, at) =>
      at % 2 === 0 ? [[letter, (cells[at + 1] as string).replace('~', '')] as const] : [],
    ),
  );
}

/** Without accents and other marks: é is e, ü is u, ﬁ is fi. */
export function withoutMarks(text: string): string {
  return NOT_ASCII.test(text) ? text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC') : text;
}

/** In lower case with Latin letters where one of the rows has them; others stay. */
export function latinLetters(text: string): string {
  const lower = withoutMarks(text).toLowerCase();
  return NOT_ASCII.test(lower) ? Array.from(lower, (letter) => LATIN.get(letter) ?? letter).join('') : lower;
}
