import { LEFT, type PlanId } from '@evenkeel/domain';
import { addToPlan } from './add-to-plan.js';
import type { Mode } from './mode.js';

/** Puts what would happen to each record into a plan; nothing of it is carried out. */
export function previewMode(planId: PlanId): Mode {
  return {
    writes: false,
    write: async (tx, { digest, sensitive }, group) => {
      await addToPlan(tx, { planId, digest, sensitive }, group);
      const { chunk, pages } = group;
      const inputs = group.inputs.map((input) => ({ ...input, decision: LEFT.planned }));
      return { chunk, pages, inputs, created: new Map(), inactivated: 0 };
    },
  };
}
