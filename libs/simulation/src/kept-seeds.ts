/** A seed that once found something wrong, in the engine or in its world, and what that was. It is played with every test run. */
export interface KeptSeed {
  readonly seed: number;
  readonly found: string;
}

export const KEPT_SEEDS: readonly KeptSeed[] = [
  {
    seed: 771_300_004,
    found: 'A plan expired while it waited for an approval, and people went on to approve it for ever.',
  },
];
