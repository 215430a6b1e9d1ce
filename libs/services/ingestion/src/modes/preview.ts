import { LEFT, type ChunkPlan } from '@evenkeel/domain';
import { foreseePieces } from '../steps/foresee-pieces.js';
import { addToPlan } from './add-to-plan.js';
import type { Mode } from './mode.js';
import { stagePairs } from './stage-pairs.js';

type MakingPlan = Extract<ChunkPlan, { readonly role: 'make' }>;

/** Puts what would happen to each record into a plan; nothing of it is carried out. */
export function previewMode({ planId, pairs }: MakingPlan): Mode {
  return {
    writes: false,
    write: async (tx, context, group) => {
      const { digest, sensitive } = context;
      const listed = pairs === true ? await stagePairs(tx, context, { planId, group }) : group;
      // A job that only writes lists to find out which records are one.
      if (context.reads) await addToPlan(tx, { planId, digest, sensitive }, listed);
      else await addToPlan(tx, { planId, digest, sensitive }, { ...listed, inputs: [] });
      const { chunk, pages } = group;
      const inputs = group.inputs.map((input) => ({ ...input, decision: LEFT.planned }));
      const written = { chunk, pages, inputs, created: new Map<string, string>(), inactivated: 0 };
      if (context.pieceRules === undefined) return written;
      return { ...written, derived: await foreseePieces(tx, context, group) };
    },
  };
}
