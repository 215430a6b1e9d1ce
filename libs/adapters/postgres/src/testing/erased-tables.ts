import { ERASURE_STEPS } from '../erasure/steps.js';

/** Tables that can hold values of a record: a test over the schema holds them against its columns. */
export const ERASED_TABLES: ReadonlySet<string> = new Set(ERASURE_STEPS.map(({ table }) => table));
