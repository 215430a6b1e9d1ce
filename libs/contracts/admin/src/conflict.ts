import {
  CONFLICT_EVENTS,
  CONFLICT_KIND_NAMES,
  CONFLICT_KINDS,
  CONFLICT_STATES,
  CONFLICT_STRATEGY_NAMES,
} from '@evenkeel/domain';
import { z } from 'zod';
import { count } from './count.js';
import { jobReference } from './job-reference.js';
import { jsonValue, timeView } from './json-object.js';
import { listOf, listQuery } from './list.js';
import { recordId } from './record.js';

const KINDS = CONFLICT_KIND_NAMES as [(typeof CONFLICT_KIND_NAMES)[number], ...typeof CONFLICT_KIND_NAMES];
const KINDS_SAY = KINDS.map((kind) => `\`${kind}\`: ${CONFLICT_KINDS[kind].does}`).join(' ');
const SIDES = ['local', 'remote', 'base'] as const;
const path = z.string().min(1).max(1000);

const summary = {
  id: z.uuid().describe('Id of the conflict.'),
  job: jobReference.describe('The job that found it.'),
  recordType: z.string().describe('What kind of thing it is about.'),
  recordId: z.string().describe('Id of the local record.'),
  connection: z.string().describe('Connection to the provider.'),
  stream: z.string().describe('Stream of the connection.'),
  externalId: z
    .string()
    .nullable()
    .describe("The provider's id of the record; null: the job was removed with its references."),
  state: z
    .enum(CONFLICT_STATES)
    .describe(
      '`open`: a person is to decide. `proposing`: a model is asked first. `resolved`: it was decided, or the sides agree. `superseded`: another conflict of the record took its place. `expired`: its record or job is no longer there.',
    ),
  kind: z.enum(KINDS).describe(KINDS_SAY),
  revision: z.int().describe('Counts its changes; `If-Match` of a decision takes it as an ETag.'),
  paths: z.array(z.string()).describe('Fields in which the sides differ; `$`: the record as a whole.'),
  policy: z
    .enum(CONFLICT_STRATEGY_NAMES as [string, ...string[]])
    .describe('The strategy of the job that left it open.'),
  isCarriedOut: z
    .boolean()
    .describe('Whether both sides hold what was decided. Until then a run of the job is to carry it out.'),
  openedAt: timeView.describe('When it was found.'),
  changedAt: timeView.describe('When it changed last.'),
  resolvedAt: timeView.nullable().describe('When it ended; null: it is open.'),
} as const;

export const conflictSummary = z
  .object(summary)
  .meta({ id: 'ConflictSummary', description: 'A record that both sides changed.' });
export type ConflictSummary = z.output<typeof conflictSummary>;
export const conflictList = listOf(conflictSummary, 'ConflictList');

const sideValue = z
  .object({ value: jsonValue.describe('Masked where the field is sensitive.') })
  .meta({ id: 'ConflictValue', description: 'What a side has there.' })
  .nullable();

const choice = z
  .union([z.enum(SIDES), z.strictObject({ value: jsonValue.describe('What both sides are to have.') })])
  .meta({
    id: 'ConflictChoice',
    description:
      'What both sides are to have: what the local record or the provider has, what they last agreed on, or another value.',
  });

const conflictField = z
  .object({
    path: z.string().describe('Path of the field, as decisions name it; `$`: the record as a whole.'),
    base: sideValue.describe('On what both last agreed; null: on nothing, or it is not known.'),
    isBaseKnown: z.boolean().describe('Whether it is known on what they agreed: only then can it be chosen.'),
    local: sideValue.describe('What the local record has; null: nothing.'),
    remote: sideValue.describe('What the provider has; null: nothing.'),
  })
  .meta({ id: 'ConflictField', description: 'A field in which the sides differ.' });

const decision = z
  .object({
    by: z.string().describe('Who or what decided.'),
    reason: z.string().nullable().describe('Why, as they said; null: not said.'),
    at: timeView.describe('When it was decided.'),
    fields: z.record(z.string(), choice).describe('What was chosen for each field.'),
  })
  .meta({ id: 'ConflictDecision', description: 'What was decided, by whom and why.' });

const event = z
  .object({
    kind: z
      .enum(CONFLICT_EVENTS)
      .describe(
        '`changed`: a side has another value. `taken`: a run has joined the record by the decision. `carried_out`: both sides hold it. `reopened`: a side held something else than was decided on. `closed`: the sides agree.',
      ),
    at: timeView.describe('When it happened.'),
    revision: z.int().describe('Its revision from then on.'),
    by: z.string().nullable().describe('Who or what did it; null: a run.'),
    reason: z.string().nullable().describe('Why, as they said; null: not said.'),
  })
  .meta({ id: 'ConflictEvent', description: 'One step in the life of a conflict.' });

export const conflictView = z
  .object({
    ...summary,
    remoteVersion: z
      .string()
      .nullable()
      .describe("Version of the provider's record that was compared; null: it gives none."),
    fields: z.array(conflictField).describe('Where the sides differ, side by side.'),
    decision: decision
      .nullable()
      .describe('What was decided; null: nothing yet, or it closed because the sides agree.'),
    proposal: jsonValue.nullable().describe('What a model proposes; null: nothing.'),
    history: z.array(event).describe('What happened to it, oldest first.'),
  })
  .meta({ id: 'Conflict', description: 'A conflict, side by side, with its history.' });
export type ConflictView = z.output<typeof conflictView>;

/** `open`: those that wait for a decision; `waiting`: those whose decision is not carried out yet. */
export const CONFLICT_QUERY_STATES = ['open', 'waiting', 'all', 'ended'] as const;

const filter = {
  job: z.string().min(1).describe('Only those of this job (id or name).').optional(),
  type: z.string().min(1).max(100).describe('Only of records of this type.').optional(),
  record: recordId.describe('Only of this local record.').optional(),
  kind: z.enum(KINDS).describe('Only of this kind.').optional(),
  field: path.describe('Only those in which this field is contested.').optional(),
  since: z.iso.datetime({ offset: true }).describe('Only those that changed since then.').optional(),
} as const;

export const conflictQuery = listQuery.extend({
  ...filter,
  state: z
    .enum(CONFLICT_QUERY_STATES)
    .describe(
      '`open`: those that wait for a decision. `waiting`: those whose decision a run is yet to carry out. `ended`: those that are over.',
    )
    .default('open'),
});
export type ConflictQuery = z.input<typeof conflictQuery>;

const reason = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .nullable()
  .describe('Why, for those who look later.')
  .default(null);
const rule = {
  fields: z
    .record(path, choice)
    .describe('By path of the field, as the conflict shows it: what is to become of it.')
    .default({}),
  others: z.enum(SIDES).describe('For the fields that are not named.').optional(),
  reason,
} as const;

export const resolveConflict = z
  .strictObject(rule)
  .meta({ id: 'ResolveConflict', description: 'What is to become of each field of a conflict.' });

export const undoConflict = z
  .strictObject({ reason })
  .prefault({})
  .meta({ id: 'UndoConflict', description: 'Why a decision is taken back.' });

export const MOST_RESOLVED = 1_000;

export const resolveConflicts = z
  .strictObject({
    ...filter,
    ...rule,
    preview: z.boolean().describe('Whether to tell what would be decided, and decide nothing.').default(true),
  })
  .meta({
    id: 'ResolveConflicts',
    description: `One rule for all open conflicts that the filter finds, at most ${MOST_RESOLVED} at once.`,
  });

export const resolvedConflicts = z
  .object({
    preview: z.boolean().describe('Whether nothing was decided.'),
    revision: z
      .int()
      .describe('Stands for these conflicts as they are: `If-Match` of the decision takes it as an ETag.'),
    found: count.describe('Open conflicts that the filter finds, of those that are decided at once.'),
    decided: count.describe('How many of them the rule decides.'),
    left: count.describe('How many of them it leaves open.'),
    more: z.boolean().describe('Whether there are others beyond these: ask again when they are decided.'),
    examples: z
      .array(
        z
          .object({
            conflict: conflictSummary.describe('One that was found.'),
            problem: z.string().nullable().describe('Why the rule leaves it open; null: it decides it.'),
          })
          .meta({ id: 'ResolvedConflict', description: 'A conflict, and what the rule says of it.' }),
      )
      .describe('The first of them, those that are left open before the others; at most 20.'),
  })
  .meta({ id: 'ResolvedConflicts', description: 'What a rule does to conflicts.' });
export type ResolvedConflicts = z.output<typeof resolvedConflicts>;
