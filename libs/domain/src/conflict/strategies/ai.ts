import type { ConflictStrategy } from '../conflict-strategy.js';

/** The model is asked outside of the transaction that found the conflict; its answer comes back as a decision. */
export const ai: ConflictStrategy = {
  does: 'A language model proposes; what it is not sure enough of, a person decides.',
  ...{ readsTimes: false, hasFallback: false, composes: false },
  decide: () => ({ kind: 'undecided', asks: 'proposal' }),
};
