/** A seed that once found something wrong in the engine, and what that was. It is played with every test run. */
export interface KeptSeed {
  readonly seed: number;
  readonly found: string;
}

export const KEPT_SEEDS: readonly KeptSeed[] = [];
