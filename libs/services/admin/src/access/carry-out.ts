import {
  whileAdmitted,
  type Caller,
  type OperationHandler,
  type Terms,
  type Told,
} from '@evenkeel/administration';
import type { Operation } from '@evenkeel/contracts-admin';
import type { Admitted } from './admit-requests.js';

export type UseCase = Readonly<
  Record<string, (caller: Caller, request: object, terms: Terms) => Promise<unknown>>
>;

/** An operation and what carries it out. */
export interface Carrying {
  readonly operation: Operation;
  readonly handler: Pick<OperationHandler, 'method' | 'follow'>;
  readonly useCase: UseCase;
}

/** A request that was held against the schemas of its operation. */
export interface Wanted {
  /** What its path names. */
  readonly params: Readonly<Record<string, string>>;
  /** The fields of path, query and body together. */
  readonly fields: object;
  readonly terms: Terms;
}

/** Answers a request; of what changes something the audit log tells. */
export function carryOut(
  { operation, handler, useCase }: Carrying,
  { caller, asked, trail }: Admitted,
  { params, fields, terms }: Wanted,
): Promise<unknown> {
  const work = async () => useCase[handler.method]?.(caller, fields, terms);
  if (operation.method === 'GET') return work();
  return trail.changing({ ...asked, operation: operation.id, target: params }, work);
}

/** Goes on telling, for as long as the caller may hear it. Rejects as {@link carryOut} does. */
export async function follow(
  { handler, useCase }: Carrying,
  admitted: Admitted,
  { fields, terms }: Wanted,
): Promise<AsyncIterable<Told>> {
  const told = await useCase[handler.follow ?? '']?.(admitted.caller, fields, terms);
  return whileAdmitted(told as AsyncIterable<Told>, admitted);
}
