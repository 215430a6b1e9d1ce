import type { Arbitrary } from 'fast-check';
import type { Lab } from './lab.js';

export interface Trial {
  /** What the provider does in this one, for who reads of its failure. */
  readonly told: unknown;
  /** Rejects with a `Wrong` that says what the engine must not have done. */
  play(lab: Lab): Promise<void>;
}

/** One way in which providers are sloppy, in ever other forms. */
export interface Kind {
  readonly name: string;
  readonly trials: Arbitrary<Trial>;
}
