import { REVIEW_CAUSES, REVIEW_STATES } from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { jsonObject, jsonValue, timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { recordId } from './record.js';

const IS_NUMBER = 'a whole number as decimal text';
const idOf = (what: string) => z.string().describe(`${what}: ${IS_NUMBER}.`);
const idOrNull = (what: string) => z.string().nullable().describe(`${what}; else ${IS_NUMBER}.`);
const score = z.number().min(0).max(1);

export const matchReason = z
  .object({
    field: z.string().describe('Field that was compared, or fields, joined by a plus sign.'),
    by: z.enum(['exact', 'fuzzy', 'phonetic']).describe('How they were compared.'),
    score: score.describe('How alike they are, 0 to 1.'),
  })
  .meta({
    id: 'MatchReason',
    description: 'How alike two records are by one comparison, without their values.',
  });

const pair = {
  rule: z.string().describe('The match rule that says most of them.'),
  score: score.describe('Of that rule, 0 to 1.'),
  cause: z
    .enum(REVIEW_CAUSES)
    .describe(
      '`band`: alike, but not enough. `same_set`: one provider has both in one stream. `crowded`: they share a key that many have. `ambiguous`: one of several records that are not one.',
    ),
  why: z.array(matchReason).describe('What was compared.'),
} as const;

const summary = {
  id: idOf('Id of the match'),
  recordType: z.string().describe('What kind of things they are.'),
  one: idOf('The older record'),
  other: idOf('The other record'),
  ...pair,
  state: z
    .enum(REVIEW_STATES)
    .describe(
      '`open`: a person is to decide. `merged`, `kept_apart`: a person did. `closed`: the two became one in another way.',
    ),
  openedAt: timeView.describe('When it was found.'),
  decidedAt: timeView.nullable().describe('When it was decided; null while it is open.'),
  decidedBy: z.string().nullable().describe('Who decided; null while it is open, or where it was closed.'),
} as const;

export const matchSummary = z
  .object(summary)
  .meta({ id: 'MatchSummary', description: 'Two records that may be one.' });
export type MatchSummary = z.output<typeof matchSummary>;
export const matchList = listOf(matchSummary, 'MatchList');

export const matchView = z
  .object({
    ...summary,
    revision: z
      .int()
      .describe(
        'Another one once either of the records has changed, or a person has decided; `If-Match` takes it as an ETag.',
      ),
    fields: z
      .array(
        z
          .object({
            field: z.string().describe('Top-level field.'),
            one: jsonValue.describe('What the older record says; null: nothing.'),
            other: jsonValue.describe('What the other one says; null: nothing.'),
          })
          .meta({ id: 'MatchField', description: 'A field in which two records differ.' }),
      )
      .describe('Fields in which they differ.'),
  })
  .meta({ id: 'Match', description: 'Two records that may be one, side by side.' });
export type MatchView = z.output<typeof matchView>;

export const matchQuery = listQuery.extend({
  type: z.string().min(1).max(100).describe('Only of this record type.').optional(),
  state: z
    .enum([...REVIEW_STATES, 'all'])
    .describe('Default: those that a person is to decide.')
    .default('open'),
});
export type MatchQuery = z.output<typeof matchQuery>;
/** The id of a match or a merge in a path. */
export const matchId = z
  .string()
  .regex(/^[1-9][0-9]{0,17}$/, 'must be a whole number, as the list of them shows it');

const mergeFields = {
  id: idOf('Id of the merge'),
  recordType: z.string().describe('What kind of thing it is.'),
  survivor: idOf('The record that the references came to'),
  absorbed: idOrNull('The record that they came from; null: they were new'),
  references: count.describe('How many references came.'),
  rule: z.string().nullable().describe('By which match rule; null: a person decided.'),
  score: score.nullable().describe('Of that rule, 0 to 1; null: a person decided.'),
  why: z.array(matchReason).describe('What was compared.'),
  executionId: z.uuid().nullable().describe('In which execution; null: in none.'),
  actor: z.string().nullable().describe('Who decided; null: a rule did.'),
  mergedAt: timeView.describe('When they came.'),
  undoneAt: timeView.nullable().describe('When it was undone; null: it was not.'),
  undoneBy: z.string().nullable().describe('Who undid it; null: it was not.'),
} as const;

export const mergeSummary = z
  .object(mergeFields)
  .meta({ id: 'MergeSummary', description: 'References that came to a record.' });
export type MergeSummary = z.output<typeof mergeSummary>;
export const mergeList = listOf(mergeSummary, 'MergeList');
export const mergeQuery = listQuery.extend({
  record: recordId.describe('Only those of this record, as what stayed or what was absorbed.').optional(),
});

const parted = z
  .object({
    record: idOrNull('Id of the record; null: it would be a new one'),
    externalIds: z.array(z.string()).describe('By which ids it would be known.'),
    data: jsonObject.describe('What it would say: what its own sources said last.'),
  })
  .meta({ id: 'PartedRecord', description: 'A record as it is, or would be, once a merge is undone.' });

export const mergeView = z
  .object({
    ...mergeFields,
    parted: z
      .array(parted)
      .describe('The two records that undoing it makes, or made; empty: it cannot be undone.'),
    problem: z.string().nullable().describe('Why it cannot be undone; null: it can be, or was just now.'),
  })
  .meta({ id: 'Merge', description: 'A merge, and what undoing it does.' });
export type MergeView = z.output<typeof mergeView>;

export const undoRequest = z
  .strictObject({
    references: z
      .array(z.string().min(1).max(1_000))
      .min(1)
      .max(100)
      .describe(
        'External ids of the references that part, of those that came by the merge; left out: all. The merge counts as undone once all of them have parted.',
      )
      .optional(),
  })
  .prefault({})
  .meta({ id: 'UndoMerge', description: 'What parts.' });

export const dedupeRequest = z
  .strictObject({
    preview: z.boolean().describe('Whether to tell what would be merged, and change nothing.').default(true),
    after: recordId.describe('Go on behind this record, as the answer before says.').optional(),
    limit: z.int().min(1).max(1_000).describe('How many records are looked at.').default(500),
  })
  .prefault({})
  .meta({ id: 'DedupeStored', description: 'Which of the stored records to look at.' });

export const dedupeView = z
  .object({
    looked: count.describe('Records that were looked at: those alone, merged and in review together.'),
    alone: count.describe('Records that match no other.'),
    merged: count.describe('Records that match another one, and are one with it (in a preview: would be).'),
    inReview: count.describe('Records that a person is to decide about.'),
    pairs: z
      .array(
        z
          .object({
            one: idOf('The record that was looked at'),
            other: idOf('What it matches'),
            merges: z.boolean().describe('Whether the rule joins them by itself.'),
            rule: pair.rule,
            score: pair.score,
            cause: pair.cause.nullable().describe('Why a person decides; null: none has to.'),
            why: pair.why,
          })
          .meta({ id: 'DedupePair', description: 'Two stored records that match.' }),
      )
      .describe('What was found, at most as many as records were looked at.'),
    next: z.string().nullable().describe('Go on behind this record; null: that was all.'),
  })
  .meta({ id: 'Dedupe', description: 'What match rules say of stored records.' });
export type DedupeView = z.output<typeof dedupeView>;
