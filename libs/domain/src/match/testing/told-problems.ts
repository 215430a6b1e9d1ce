import { checkMatch } from '../check-match.js';

export const exact = { field: 'id', by: 'exact' };
export const fuzzy = { field: 'name', by: 'fuzzy' };
export const rule = (settings: object) => ({ rules: [{ name: 'r', when: exact, ...settings }] });
export const when = (condition: unknown) => rule({ when: condition });
export const blockBy = (...keys: readonly unknown[]) => rule({ when: fuzzy, blockBy: keys });
/** Each with its place. */
export const problemsOf = (given: unknown) =>
  checkMatch(given).map(({ path, message }) => `${path}: ${message}`);
export const NORMALISERS = 'case, accents, spaces, words, digits, latin, company, email, domain, phone';
export const PATH = 'must be a path such as address.city';
