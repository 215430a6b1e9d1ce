import { ofValue, scalarText, ValueRefused, type TransformKind } from './transform-kind.js';

/** A pseudonym: what was hashed can be compared and joined by, and not be read. */
export const hash: TransformKind = {
  name: 'hash',
  does: 'A text, number or boolean as a pseudonym of 32 hexadecimal digits: the same value always has the same one, by which records can be compared, joined and counted, and which tells nothing of the value. It is an HMAC under a key of the installation that is not in the database, so that the values cannot be found by trying them all; each tenant has pseudonyms of its own. Put what makes spellings alike (`trim`, `lowercase`, `fold`) before it. It goes in only: a pseudonym is never sent to a provider. With another `EVENKEEL_SECRET_KEY` every pseudonym is another.',
  settings: {},
  examples: [{ value: 'ada@example.com', gives: 'd398e421cb645d97bf52f5e396488fc4' }],
  onlyIn: true,
  compile: (_settings, keyed) =>
    ofValue((value) => {
      const text = scalarText(value);
      if (text === undefined) throw new ValueRefused('a text, a boolean or a number of at most 1,000 digits');
      return keyed(text);
    }),
};
