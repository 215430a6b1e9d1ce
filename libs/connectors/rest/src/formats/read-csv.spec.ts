import fc from 'fast-check';
import { format, type FormatOf } from '../settings/format-settings.js';
import { readCsv } from './read-csv.js';

const csvOf = (settings: object) => format.parse({ kind: 'csv', ...settings }) as FormatOf<'csv'>;
const stream = { idPath: 'id', recordPath: undefined, path: '/things' };
const cell = fc.string({
  unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', '\t', "'", 'é', '\\', '🐙'),
});
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((columns) => fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 8 }));
/** As RFC 4180 has it. */
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const names = ['id', 'b', 'c', 'd'];

it('each cell of a table comes back as it was written, in its column', () => {
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      (rows, delimiter, end) => {
        const header = names.slice(0, rows[0]?.length ?? 1);
        const text = [header, ...rows].map((cells) => cells.map(quoted).join(delimiter)).join(end) + end;
        const expected = rows.map((cells): object =>
          Object.fromEntries(cells.map((value, at) => [header[at] ?? '', value] as const)),
        );
        expect(readCsv(text, csvOf({ delimiter }), stream)).toEqual(expected);
      },
    ),
  );
});

it('a text that was cut off gives whole rows of the table, or none of it', () => {
  fc.assert(
    fc.property(table, fc.nat(), (rows, at) => {
      const header = names.slice(0, rows[0]?.length ?? 1);
      const text = [header, ...rows].map((cells) => cells.map(quoted).join(',')).join('\n');
      const whole = readCsv(text, csvOf({}), stream);
      let read: readonly object[];
      try {
        read = readCsv(text.slice(0, at % (text.length + 1)), csvOf({}), stream);
      } catch {
        return;
      }
      // A quote that ends a cell may be the first of two.
      expect(whole.slice(0, Math.max(read.length - 1, 0))).toEqual(read.slice(0, -1));
    }),
  );
});
