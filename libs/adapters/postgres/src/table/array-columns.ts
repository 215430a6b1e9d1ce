import { bigintArray, jsonbArray, textArray, uuidArray } from '../database/binary-array.js';
import type { Value } from '../database/session.js';

/** One value of each entity, as one array in the order of the entities. */
export interface ArrayColumn<Entity> {
  readonly type: 'bigint' | 'text' | 'uuid' | 'jsonb';
  readonly encode: (entities: readonly Entity[]) => Buffer;
}

/** Arrays for `unnest`, side by side: a set-based statement takes its lists and parameter numbers from here. */
export interface ArrayColumns<Entity> {
  /** `external_id, data`, as the unnested table names them. */
  readonly list: string;
  /** `$4::text[], $5::jsonb[]`: parameters before `first` are the caller's. */
  parameters(first: number): string;
  values(entities: readonly Entity[]): Value[];
}

export function arraysOf<Entity>(
  columns: Readonly<Record<string, ArrayColumn<Entity>>>,
): ArrayColumns<Entity> {
  const each = Object.values(columns);
  return {
    list: Object.keys(columns).join(', '),
    parameters: (first) => each.map(({ type }, at) => `$${at + first}::${type}[]`).join(', '),
    values: (entities) => each.map(({ encode }) => encode(entities)),
  };
}

export function texts<Entity>(valueOf: (entity: Entity) => string | null): ArrayColumn<Entity> {
  return { type: 'text', encode: (entities) => textArray(entities.map(valueOf)) };
}

/** Whole numbers below 2^53. */
export function bigints<Entity>(valueOf: (entity: Entity) => number): ArrayColumn<Entity> {
  return { type: 'bigint', encode: (entities) => bigintArray(entities.map(valueOf)) };
}

/** Texts of 32 hexadecimal digits. */
export function uuids<Entity>(valueOf: (entity: Entity) => string): ArrayColumn<Entity> {
  return { type: 'uuid', encode: (entities) => uuidArray(entities.map(valueOf)) };
}

/** Texts of JSON. */
export function jsonbs<Entity>(valueOf: (entity: Entity) => string): ArrayColumn<Entity> {
  return { type: 'jsonb', encode: (entities) => jsonbArray(entities.map(valueOf)) };
}
