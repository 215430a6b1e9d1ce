import { SyncError, describeProblem } from '../errors/sync-error.js';
import { policyOf } from '../two-way/policy-of.js';
import { askModel } from './ask-model.js';
import type { ModelQuestion } from './model-question.js';
import { readAnswer } from './read-answer.js';
import type { CompletionReading } from './read-completion.js';

/**
 * What a trial question showed. `ready`: it answers as it is asked. `unreachable`: no server answers. `refused`: the server takes no such call, as where the key is wrong.
 * `unknown_model`: it answers, and has no such model, or nothing at that address. `unusable`: the model answers something else than it is asked for.
 */
export const MODEL_VERDICTS = ['ready', 'unreachable', 'refused', 'unknown_model', 'unusable'] as const;
export type ModelVerdict = (typeof MODEL_VERDICTS)[number];

export interface ModelCheck {
  readonly verdict: ModelVerdict;
  /** Why it is not ready; null: it is. */
  readonly cause: string | null;
  /** That the answer took, as the server says; null: it does not say. */
  readonly tokens: number | null;
}

/** A question as conflicts lead to them, about a person that is not one of the store. */
export function trialQuestion(): ModelQuestion {
  const asking = askModel(
    {
      kind: 'data',
      fields: [
        { place: ['name'], path: 'name', base: undefined, local: 'Ada Lovelace', remote: 'ada lovelace' },
      ],
    },
    {
      recordType: 'person',
      schema: null,
      sensitive: [],
      policy: policyOf({ conflictPolicy: { strategy: 'ai' } }),
    },
  );
  if (asking.kind === 'not_asked') throw new Error(asking.cause);
  return asking.question;
}

/** What the answer to a trial question shows. */
export function judgeTrial(reading: CompletionReading, { fields }: ModelQuestion): ModelCheck {
  const { tokens } = reading;
  if (reading.kind === 'unreadable') return { verdict: 'unusable', cause: reading.cause, tokens };
  const answer = readAnswer(reading.text, fields);
  if (answer.kind === 'answer') return { verdict: 'ready', cause: null, tokens };
  return { verdict: 'unusable', cause: answer.cause, tokens };
}

/** What it shows that there was none. Throws what is not of the call. */
export function judgeFailedTrial(error: unknown): ModelCheck {
  if (!(error instanceof SyncError) || !error.code.startsWith('provider.')) throw error;
  const { message } = describeProblem(error);
  return { verdict: verdictOf(error), cause: message, tokens: null };
}

function verdictOf({ status }: SyncError): ModelVerdict {
  if (status === undefined || status >= 500) return 'unreachable';
  if (status < 400) return 'unusable';
  return status === 404 ? 'unknown_model' : 'refused';
}
