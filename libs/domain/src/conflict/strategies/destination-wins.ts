import type { ConflictStrategy } from '../conflict-strategy.js';

export const destinationWins: ConflictStrategy = {
  does: 'The local record wins.',
  ...{ readsTimes: false, hasFallback: false, composes: false },
  decide: () => ({ kind: 'local' }),
};
