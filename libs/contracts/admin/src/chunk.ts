import { CHUNK_STATES, SLICE_KINDS } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { problemView } from './problem.js';
import { outcomeCounts } from './receipt.js';

export const chunkView = z
  .object({
    ordinal: count.describe('Its place among the chunks of the execution, from 0.'),
    state: z.enum(CHUNK_STATES).describe('How far it is.'),
    epoch: count.describe('Epoch of the execution in which it is worked on.'),
    attempt: count.describe('How often a worker has taken it up.'),
    slice: z.enum(SLICE_KINDS).describe('Which part of the work it is.'),
    sliceLabel: z
      .string()
      .nullable()
      .describe(
        "What is in a range, in the connector's words, or which try a retry is; null for any other slice.",
      ),
    pagesApplied: count.describe('Pages whose records are in the store.'),
    fetched: count.describe('Records that the provider gave.'),
    replayed: count.describe('Records taken from what was kept of earlier failures, or read once more.'),
    outcomes: outcomeCounts.describe('Its records by outcome.'),
    problem: problemView.nullable().describe('What went wrong last; null where nothing did.'),
  })
  .meta({ id: 'Chunk', description: 'A bounded part of the work of an execution.' });
