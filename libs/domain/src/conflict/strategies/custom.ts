import type { Choice } from '../../three-way/sides.js';
import type { ConflictStrategy } from '../conflict-strategy.js';
import { applyRule } from '../custom-rules.js';

export const custom: ConflictStrategy = {
  does: 'The first of the `rules` decides that can; what none of them decides is left to the fallback.',
  ...{ readsTimes: false, hasFallback: true, composes: true },
  decide: (conflict) => {
    for (const rule of conflict.rules) {
      const choice: Choice | undefined = applyRule(rule, conflict);
      if (choice !== undefined) return choice;
    }
    return undefined;
  },
};
