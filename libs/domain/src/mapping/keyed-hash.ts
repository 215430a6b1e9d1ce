/** A hash of a text under a key that is not in the database: who has the hashes cannot find the texts by trying. */
export type KeyedHash = (text: string) => string;

/** For rules that are compiled only to see that they are right. */
export const WITHOUT_KEY: KeyedHash = () => {
  throw new Error('Rules that hash were compiled without a key');
};
