import type { AnswerOf, OperationId, RequestOf } from '@evenkeel/contracts-admin';
import type { Constructor } from '@evenkeel/ports';
import type { Caller, Terms } from './caller.js';

/** The method of a use case that carries an operation out. */
export interface OperationHandler<Method = unknown> {
  readonly useCase: Constructor;
  readonly method: string;
  /** The one that goes on telling, where the operation can be followed: it gives an iterable of what `Told` says. */
  readonly follow?: string;
  /** Never there: it only lets the compiler see whether the method fits its operation. */
  readonly signature?: Method;
}

export type Handles<Id extends OperationId> = (
  caller: Caller,
  request: RequestOf<Id>,
  terms: Terms,
) => Promise<AnswerOf<Id>>;

export function by<UseCase, Method extends keyof UseCase & string>(
  useCase: Constructor<UseCase>,
  method: Method,
): OperationHandler<UseCase[Method]> {
  return { useCase, method };
}
