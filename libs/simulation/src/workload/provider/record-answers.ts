import { SyncError, type ErrorCode } from '@evenkeel/domain';

/**
 * How a provider answers where a record is asked for that it has no more, and what the answer is taken for where its stream does not say
 * that it means that; null: for gone all the same.
 */
export const GONE_ANSWERS = {
  'not found': null,
  forbidden: 'provider.unauthorized',
  'a body without a record': 'provider.unexpected_shape',
} as const satisfies Readonly<Record<string, ErrorCode | null>>;
export type GoneAnswer = keyof typeof GONE_ANSWERS;

/** What a provider answers where one record is asked for, and what its streams declare of that. */
export interface RecordAnswers {
  readonly gone: GoneAnswer;
  readonly declaresGone: boolean;
  /** Whether the record looks otherwise than in a listing. */
  readonly hasOtherShape: boolean;
  readonly declaresSameShape: boolean;
}

export const USUAL_ANSWERS: RecordAnswers = {
  gone: 'not found',
  declaresGone: false,
  hasOtherShape: false,
  declaresSameShape: true,
};

/** Whether it can be learnt that a record is gone by asking for it. */
export function tellsGone({ gone, declaresGone }: RecordAnswers): boolean {
  return declaresGone || GONE_ANSWERS[gone] === null;
}

/** As a connector says it of a record that is gone: undefined, or it throws. */
export function answerGone(id: string, { gone, declaresGone }: RecordAnswers): undefined {
  const undeclared = GONE_ANSWERS[gone];
  if (undeclared === null) return undefined;
  throw new SyncError(declaresGone ? 'provider.record_gone' : undeclared, `${id}: ${gone}`);
}
