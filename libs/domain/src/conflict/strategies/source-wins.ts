import type { ConflictStrategy } from '../conflict-strategy.js';

export const sourceWins: ConflictStrategy = {
  does: 'The provider wins.',
  ...{ readsTimes: false, hasFallback: false, composes: false },
  decide: () => ({ kind: 'remote' }),
};
