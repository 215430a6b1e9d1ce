import type { JsonObject, JsonValue } from '@evenkeel/domain';
import { CsvError, parse } from 'csv-parse/sync';
import { checkHeader, entryOfRow } from '../entries/rows.js';
import type { FormatOf } from '../settings/format-settings.js';
import type { StreamSettings } from '../settings/stream-settings.js';

/** A line as the library gives it. */
interface Line {
  readonly record: readonly string[];
  /** With its number, from 1; of a cell with line breaks that of the last one. */
  readonly info: { readonly lines: number };
}

type CsvStream = Pick<StreamSettings, 'idPath' | 'recordPath' | 'path'>;

/**
 * The lines of a CSV text as objects. Empty lines are none. Throws SyntaxError that names the line where a quote is not closed or out of place or where a
 * line has another number of cells than there are columns, and `provider.unexpected_shape` where the header is none.
 */
export function readCsv(text: string, csv: FormatOf<'csv'>, stream: CsvStream): readonly JsonObject[] {
  const lines = linesOf(text, csv);
  const [first] = lines;
  if (csv.columns === undefined && first === undefined)
    throw new SyntaxError('it is empty: there is no line with the columns');
  const isHeadless = csv.columns !== undefined;
  const header = isHeadless || first === undefined ? [] : first.record;
  const names =
    csv.columns ??
    checkHeader(header, stream, `Line ${first?.info.lines ?? 1} of the answer of ${stream.path}`);
  const cellOf = (cell: string): JsonValue => (cell === '' && csv.empty === 'null' ? null : cell);
  return (isHeadless ? lines : lines.slice(1)).map(({ record, info }) => {
    if (record.length === names.length)
      return entryOfRow(record.map(cellOf), { names, shortRows: 'refuse' }, '');
    throw new SyntaxError(
      `line ${info.lines} has ${record.length} cells, but there are ${names.length} columns`,
    );
  });
}

function linesOf(text: string, { delimiter, quote, escape, skipLines }: FormatOf<'csv'>): readonly Line[] {
  try {
    return parse(text, {
      delimiter,
      quote,
      ...(escape !== undefined && { escape }),
      from_line: skipLines + 1,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      // Left to itself, the library takes the first that it sees for all of them.
      record_delimiter: ['\r\n', '\n', '\r'],
    }) as unknown as readonly Line[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Its message quotes the cell.
    const line = typeof error['lines'] === 'number' ? ` (line ${error['lines']})` : '';
    throw new SyntaxError(`${CALLED[error.code] ?? `it cannot be read: ${error.code}`}${line}`, {
      cause: error,
    });
  }
}

const CALLED: Readonly<Partial<Record<CsvError['code'], string>>> = {
  CSV_QUOTE_NOT_CLOSED:
    'it ends within a cell that is quoted since the line named here, so it was cut off or has a quote too many',
  INVALID_OPENING_QUOTE: 'a quote stands within a cell that is not quoted',
  CSV_INVALID_CLOSING_QUOTE: 'something stands between a closing quote and the next delimiter',
};
