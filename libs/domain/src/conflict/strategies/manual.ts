import type { ConflictStrategy } from '../conflict-strategy.js';

export const manual: ConflictStrategy = {
  does: 'A person decides.',
  ...{ readsTimes: false, hasFallback: false, composes: false },
  decide: () => ({ kind: 'undecided', asks: 'review' }),
};
