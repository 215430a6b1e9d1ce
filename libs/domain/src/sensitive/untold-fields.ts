import type { SensitiveFields } from './sensitive-fields.js';

/** By record type, the fields at the top level whose values no event tells. Of a type that it does not name no value is told. */
export type UntoldFields = Readonly<Record<string, readonly string[]>>;

/** A field is told whole or not at all: one that holds anything sensitive is not. Where any field may, the type is left out. */
export function untoldFields(types: ReadonlyMap<string, SensitiveFields>): UntoldFields {
  const untold = Array.from(types, ([recordType, sensitive]) => {
    const names = sensitive.map(([first]) => first);
    const known = names.filter((name) => typeof name === 'string');
    return known.length < names.length ? undefined : ([recordType, [...new Set(known)]] as const);
  });
  return Object.fromEntries(untold.filter((each) => each !== undefined));
}
