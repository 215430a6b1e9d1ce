import type { Value } from '../database/session.js';

/** For each column of a row type what is written into it of an entity. */
export type Writers<Row, Entity> = {
  readonly [Name in keyof Row]: (entity: Entity) => Value;
};

/** The columns of a table in one order: statements take their lists and parameter numbers from here, and values come in the same order. */
export interface Columns<Row, Entity> {
  /** `id, name`, as `select` and `insert` take it. */
  readonly list: string;
  /** `$1, $2` for the same columns. */
  readonly parameters: string;
  /** `c.id, c.name` of a table called `c` in its statement. */
  of(alias: string): string;
  /** `name = $2, state = $3` for `update`: parameters before `first` are the caller's. */
  assignments(first: number): string;
  /** The parameters of an entity. */
  values(entity: Entity): Value[];
  /** These columns only, in this order. */
  only<Name extends keyof Row>(...names: readonly Name[]): Columns<Pick<Row, Name>, Entity>;
  /** All columns but these, in their order. */
  without<Name extends keyof Row>(...names: readonly Name[]): Columns<Omit<Row, Name>, Entity>;
}

export function columnsOf<Row, Entity>(writers: Writers<Row, Entity>): Columns<Row, Entity> {
  const names = Object.keys(writers) as (keyof Row & string)[];
  return {
    list: names.join(', '),
    parameters: names.map((_, at) => `$${at + 1}`).join(', '),
    of: (alias) => names.map((name) => `${alias}.${name}`).join(', '),
    assignments: (first) => names.map((name, at) => `${name} = $${at + first}`).join(', '),
    values: (entity) => names.map((name) => writers[name](entity)),
    only: <Name extends keyof Row>(...chosen: readonly Name[]) =>
      columnsOf<Pick<Row, Name>, Entity>(pick(writers, chosen)),
    without: <Name extends keyof Row>(...left: readonly Name[]) => {
      const chosen = names.filter((name) => !(left as readonly (keyof Row)[]).includes(name));
      return columnsOf<Omit<Row, Name>, Entity>(pick(writers, chosen as Exclude<keyof Row, Name>[]));
    },
  };
}

function pick<Row, Entity, Name extends keyof Row>(
  writers: Writers<Row, Entity>,
  names: readonly Name[],
): Writers<Pick<Row, Name>, Entity> {
  return Object.fromEntries(names.map((name) => [name, writers[name]])) as unknown as Writers<
    Pick<Row, Name>,
    Entity
  >;
}

export function json(value: object): string {
  return JSON.stringify(value);
}

export function jsonOrNull(value: object | null | undefined): string | null {
  return value == null ? null : JSON.stringify(value);
}
