import type { Column } from './table.js';

interface Managed {
  readonly managedBy: string | null;
}

/** Only where documents of configuration manage something of the list. */
export function managedColumn<Row extends Managed>(rows: readonly Row[]): readonly Column<Row>[] {
  if (rows.every(({ managedBy }) => managedBy === null)) return [];
  return [{ title: 'managed by', value: ({ managedBy }) => managedBy ?? '-', flexible: true }];
}

/** As a field of what is shown. */
export function managedField({ managedBy }: Managed): readonly (readonly [string, string])[] {
  if (managedBy === null) return [];
  return [['managed by', `the documents of the set ${managedBy}: change these, or force an edit`]];
}
