import { PROPOSAL_OUTCOMES, type ProposalOutcome } from '@evenkeel/domain';
import { z } from 'zod';
import { conflictChoice } from './conflict-choice.js';
import { timeView } from './json-object.js';

const OUTCOMES = Object.keys(PROPOSAL_OUTCOMES) as [ProposalOutcome, ...ProposalOutcome[]];

const fieldProposal = z
  .object({
    choice: conflictChoice.describe('What it would take. Masked where the field is sensitive by now.'),
    confidence: z.number().describe('How sure it is, from 0 to 1.'),
    reason: z.string().describe('Why, in its words.'),
  })
  .meta({ id: 'FieldProposal', description: 'What a model says of one field.' });

export const modelProposal = z
  .object({
    outcome: z
      .enum(OUTCOMES)
      .describe(OUTCOMES.map((outcome) => `\`${outcome}\`: ${PROPOSAL_OUTCOMES[outcome].does}`).join(' ')),
    cause: z.string().nullable().describe('Why it is not the decision; null: it is.'),
    model: z.string().nullable().describe('Name of the model; null: none was there to be asked.'),
    revision: z.int().describe('Of the conflict, as it was asked about.'),
    remoteVersion: z
      .string()
      .nullable()
      .describe("Version of the provider's record then; null: it gave none."),
    at: timeView.describe('When that was.'),
    fields: z
      .record(z.string(), fieldProposal)
      .describe('What it says of each field; empty where it gave no answer that can be taken.'),
  })
  .meta({
    id: 'ModelProposal',
    description: 'What a model was asked about a conflict last, and what it answered.',
  });
