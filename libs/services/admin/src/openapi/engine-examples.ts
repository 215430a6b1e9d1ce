import type { AnswerOf } from '@evenkeel/contracts-admin';
import { ENGINE_SETTINGS, remedyOf } from '@evenkeel/domain';
import { AT, ID } from './example-shop.js';

/** By the id of the schema of an answer. */
export const engineAnswers = {
  Control: {
    state: 'paused',
    actor: 'ada',
    changedAt: AT,
    executions: 2,
  } satisfies AnswerOf<'controlEngine'>,
  EngineSettings: {
    items: [
      {
        name: 'DISPATCH_PER_CONNECTION',
        meaning: ENGINE_SETTINGS.DISPATCH_PER_CONNECTION.meaning,
        allowed: remedyOf(ENGINE_SETTINGS.DISPATCH_PER_CONNECTION),
        value: 16,
        initial: 64,
        actor: 'ada',
        changedAt: AT,
      },
    ],
  } satisfies AnswerOf<'changeEngineSettings'>,
  KeyRotation: {
    checked: 42,
    resealed: 41,
    unopened: [
      {
        kind: 'credentials',
        owner: ID.connection,
        message: 'The secret was sealed with key 5d41402a, and this process has key 7d793037',
      },
    ],
    next: 'access_token:',
  } satisfies AnswerOf<'rotateKeys'>,
};
