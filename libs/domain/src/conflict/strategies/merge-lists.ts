import { joinSet } from '../../three-way/join-set.js';
import type { ConflictStrategy } from '../conflict-strategy.js';

/** Fields are joined before any strategy is asked: what is left to this one is lists. */
export const mergeLists: ConflictStrategy = {
  does: 'Lists get what either side added and lose what either side removed; what is no list is left to the fallback.',
  ...{ readsTimes: false, hasFallback: true, composes: true },
  decide: ({ local, remote, base }) => {
    const value = joinSet(local, remote, base);
    return value && { kind: 'value', value };
  },
};
