import { DERIVED_COUNTERS, KEPT_VERDICTS, OUTCOMES, PHASES } from '@evenkeel/domain';
import { z } from 'zod';
import { count, countsOf } from './count.js';

export const outcomeCounts = countsOf(OUTCOMES, 'records are').meta({
  id: 'OutcomeCounts',
  description: 'Records by outcome.',
});

export const progressView = z
  .object({
    phase: z.enum(PHASES).describe('What the run is doing.'),
    processed: count.describe('Records that have an outcome.'),
    total: count
      .nullable()
      .describe('Records it is expected to read; null where that is not known, never 0.'),
    percentage: z
      .number()
      .min(0)
      .max(100)
      .nullable()
      .describe('Share of the total that is processed, 0-100; null where the total is not known.'),
  })
  .meta({ id: 'Progress', description: 'How far a run is.' });

const keptCounts = countsOf(KEPT_VERDICTS, 'records were kept because of').meta({
  id: 'KeptCounts',
  description: 'Records that were kept, by why.',
});

export const closeOutView = z
  .object({
    complete: z
      .boolean()
      .describe(
        'False: the listing was not proven to be complete, so nothing was inactivated; `reason` says why.',
      ),
    reason: z.string().nullable().describe('Why the listing is not taken for complete; null where it is.'),
    candidates: count.describe('Records that were active before and were not listed.'),
    inactivated: count.describe('Those of them that are inactive now.'),
    kept: keptCounts.describe('The others, by why they were kept.'),
    approvalId: z
      .uuid()
      .nullable()
      .describe(
        'The approval that a person decides, or has decided, of those that were too many; else null.',
      ),
  })
  .meta({
    id: 'CloseOut',
    description: 'Records that were active before and that the listing no longer had.',
  });
export type CloseOutView = z.output<typeof closeOutView>;

export const derivedCounts = countsOf(DERIVED_COUNTERS, 'derived records were').meta({
  id: 'DerivedCounts',
  description: 'Records that were made of parts of the records of a run.',
});

export const receiptView = z
  .object({
    fetched: count.describe('Records that the provider gave.'),
    replayed: count.describe(
      'Records taken from what was kept of earlier failures, or read once more because they failed in this run.',
    ),
    created: count.describe('Records that are new here.'),
    updated: count.describe('Records that changed here.'),
    skipped: count.describe('Records that were left as they are: unchanged, filtered out and the like.'),
    failed: count.describe('Records that could not be applied.'),
    outcomes: outcomeCounts.describe('Records by outcome, in all detail.'),
    balanced: z
      .boolean()
      .describe('Whether every record that was fetched or replayed has exactly one outcome.'),
    derived: derivedCounts
      .nullable()
      .describe('Beside the counts: records made of parts of these; null where there are none.'),
    closeOut: closeOutView
      .nullable()
      .describe(
        'Beside the counts; null where no record could turn out to be gone, or the listing still goes on.',
      ),
  })
  .meta({
    id: 'Receipt',
    description: 'The counts of a run: those of its chunks while it goes on, its receipt once it has ended.',
  });
export type ReceiptView = z.output<typeof receiptView>;
