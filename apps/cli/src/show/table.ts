import { printable } from '@evenkeel/contracts-admin';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** Default left. */
  readonly align?: 'left' | 'right';
  /** May be cut where the terminal is too narrow; ids and counts never are. */
  readonly flexible?: boolean;
}

const GAP = '  ';
const NARROWEST = 8;

/** Rows below each other. `columns` is the width of the terminal; without one nothing is cut. */
export function renderTable<Row>(
  shape: readonly Column<Row>[],
  rows: readonly Row[],
  columns?: number,
): readonly string[] {
  const cells = rows.map((row) => shape.map((column) => printable(column.value(row).replace(/\s+/g, ' '))));
  const widths = fit(
    shape,
    shape.map((column, index) =>
      Math.max(column.title.length, ...cells.map((row) => (row[index] ?? '').length)),
    ),
    columns,
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => pad(cut(text, widths[index] ?? 0), widths[index] ?? 0, shape[index]?.align))
      .join(GAP)
      .trimEnd();
  return [line(shape.map((column) => column.title.toUpperCase())), ...cells.map(line)];
}

/** Label and value, the values below each other. */
export function renderFields(fields: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...fields.map(([label]) => label.length));
  return fields.map(([label, value]) => `${label.padEnd(width)}${GAP}${value}`.trimEnd());
}

function fit<Row>(
  shape: readonly Column<Row>[],
  natural: readonly number[],
  columns: number | undefined,
): readonly number[] {
  const widths = [...natural];
  if (columns === undefined) return widths;
  const excess = () =>
    widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1) - columns;
  while (excess() > 0) {
    // The widest of the flexible ones gives way first, so that they end up alike.
    const widest = shape
      .map(({ flexible }, index) => ({ index, width: flexible === true ? (widths[index] ?? 0) : 0 }))
      .reduce((left, right) => (right.width > left.width ? right : left));
    if (widest.width <= NARROWEST) break;
    widths[widest.index] = widest.width - 1;
  }
  return widths;
}

function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width);
}
