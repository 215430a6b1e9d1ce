import { InvalidMapping } from '../invalid-mapping.js';
import { ofText, type TransformKind } from './transform-kind.js';

const DROPPED = { accents: /[\u0300-\u036f]/g, spaces: /\p{White_Space}/gu } as const;
const DROPPABLE = Object.keys(DROPPED) as readonly (keyof typeof DROPPED)[];

/** A text for comparison: two that differ only in case, width or ligatures are one. By Unicode's NFKC (UAX 15) and its case mappings. */
export const fold: TransformKind = {
  name: 'fold',
  does: 'A text for comparison, in which case and forms of one letter make no difference: Unicode NFKC, then small letters, capitals and small letters again, with ς as σ, and NFKC once more. So `ß` is `ss`, and `ﬁ` is `fi`; the `ı` of Turkish is `i`.',
  settings: {
    without:
      'a list of what is taken out: `accents` (marks U+0300 to U+036F: é is e, but ø stays) and `spaces` (all white space); left out: nothing',
  },
  examples: [
    { value: 'STRAẞE', gives: 'strasse' },
    { with: { without: ['accents', 'spaces'] }, value: 'Café Noir', gives: 'cafenoir' },
  ],
  compile: (settings) => {
    const without = settings.has('without') ? settings.texts('without').map(droppable) : [];
    const drops = DROPPABLE.filter((name) => without.includes(name)).map((name) => DROPPED[name]);
    if (drops.length === 0) return ofText(foldCase);
    return ofText((text) =>
      foldCase(drops.reduce((left, dropped) => left.replace(dropped, ''), foldCase(text).normalize('NFD'))),
    );
  },
};

function droppable(given: string): keyof typeof DROPPED {
  const found = DROPPABLE.find((name) => name === given);
  if (found === undefined) throw new InvalidMapping(`must be of ${DROPPABLE.join(', ')}`, 'without');
  return found;
}

function foldCase(text: string): string {
  // A sigma at the end of a word is small in another way.
  // Small letters first: of a capital ẞ there is no other capital.
  const small = text.normalize('NFKC').toLowerCase();
  return small.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
}
