import { followPlan, type ChunkPlan, type PlanLookup } from '@evenkeel/domain';
import { leaveDetails } from '../steps/leave-details.js';
import { write } from '../steps/write.js';
import { addToPlan } from './add-to-plan.js';
import type { Mode } from './mode.js';

/** Carries out what a plan foresaw; records that have moved since it was made are put into another. */
export function followMode(
  { movedInto }: Extract<ChunkPlan, { readonly role: 'follow' }>,
  lookup: PlanLookup,
  digest: (text: string) => string,
): Mode {
  const permits = followPlan(lookup, digest);
  return {
    permits,
    writes: true,
    write: async (tx, context, group) => {
      const left = await leaveDetails(tx, digest, group, permits);
      const moved = left.inputs.filter(({ decision }) => decision.outcome === 'planned');
      const { sensitive } = context;
      if (moved.length > 0)
        await addToPlan(tx, { planId: movedInto, digest, sensitive }, { ...left, inputs: moved });
      return write(tx, context, left);
    },
  };
}
