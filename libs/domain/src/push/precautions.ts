import type { JobDefinition } from '../job/job.js';
import type { JsonObject } from '../json.js';
import { changedFields } from './changed-fields.js';
import { mergePatchOf } from './merge-patch.js';
import type { WriteAbilities } from './write-operation.js';

/** What a job that writes has to know of a stream. */
export interface WritableStream {
  /** Null: it is only read. */
  readonly abilities: WriteAbilities | null;
  /** Whether one record can be read by its id. */
  readonly readsOne: boolean;
  /** Whether its records say when they were changed. */
  readonly hasTimes: boolean;
}

/** What the engine sees to around a write, because the provider does not. */
export interface Precautions {
  /** The record is read first, and not written where it is another one than the write was decided on; then it is read back. */
  readonly compares: boolean;
  /** How what is to change is sent. */
  readonly update: UpdateForm;
}

/**
 * `fields`: only what changes. `whole`: all that is mapped, and nothing else stays. `laid_over`: what changes is laid over the record as it is read just before,
 * for the provider replaces it as a whole.
 */
export type UpdateForm = 'fields' | 'whole' | 'laid_over';

/** What is sent of a record, in the shape of the provider. `before`: null where it is not known what it had. */
export const CHANGES_OF: Readonly<
  Record<UpdateForm, (before: JsonObject | null, now: JsonObject) => JsonObject>
> = {
  fields: (before, now) => (before === null ? now : changedFields(before, now)),
  whole: (_, now) => now,
  laid_over: (before, now) => (before === null ? now : mergePatchOf(before, now)),
};

export function precautionsOf(
  { direction, replacesUnmapped }: Pick<JobDefinition, 'direction' | 'replacesUnmapped'>,
  { abilities, readsOne }: Pick<WritableStream, 'readsOne'> & { readonly abilities: WriteAbilities },
): Precautions {
  const replacing = replacesUnmapped || !readsOne ? 'whole' : 'laid_over';
  return {
    // What goes out alone writes over what it does not read.
    compares: direction === 'bidirectional' && !abilities.checksVersion && readsOne,
    update: abilities.update === 'replace' ? replacing : 'fields',
  };
}
