import type { AnswerOf } from '@evenkeel/contracts-admin';
import { AT, job } from './example-shop.js';

const conflict: AnswerOf<'listConflicts'>['items'][number] = {
  id: '01a2231a-4d10-7f3e-8a5b-7c6d5e4f3a2b',
  job,
  recordType: 'customer',
  recordId: '4711',
  connection: 'shop',
  stream: 'customers',
  externalId: 'cus_1',
  state: 'open',
  kind: 'data',
  revision: 1,
  paths: ['city'],
  policy: 'manual',
  isCarriedOut: false,
  openedAt: AT,
  changedAt: AT,
  resolvedAt: null,
};

/** By the id of the schema. */
export const conflictAnswers = {
  ConflictList: { items: [conflict], next: null } satisfies AnswerOf<'listConflicts'>,
  Conflict: {
    ...conflict,
    remoteVersion: '7',
    fields: [
      {
        path: 'city',
        base: { value: 'Rome' },
        isBaseKnown: true,
        local: { value: 'Oslo' },
        remote: { value: 'Bern' },
      },
    ],
    decision: null,
    proposal: null,
    history: [{ kind: 'opened', at: AT, revision: 1, by: null, reason: null }],
  } satisfies AnswerOf<'showConflict'>,
  ResolvedConflicts: {
    preview: true,
    revision: 194_031_377,
    found: 1,
    decided: 1,
    left: 0,
    more: false,
    examples: [{ conflict, problem: null }],
  } satisfies AnswerOf<'resolveConflicts'>,
} as const;
