import type { WorldProfile } from '../world/world-profile.js';

/**
 * What a world is like in which likeness decides, whatever else its seed draws. What people hold is one connection of two, so they hold
 * none; and the more people there are the more of them are alike.
 */
export function matchedProfile(drawn: WorldProfile): Partial<WorldProfile> {
  const { weights } = drawn;
  return {
    isMatched: true,
    isJoined: false,
    hasExtras: false,
    moreRecords: 0,
    perConnection: 64,
    weights: { ...weights, control: 0, 'match decision': 25, unmerge: Math.max(weights.unmerge, 3) },
  };
}
