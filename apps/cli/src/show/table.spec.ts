import { renderFields, renderTable } from './table.js';

const shape = [
  { title: 'id', value: (row: readonly string[]) => row[0]! },
  { title: 'what', value: (row: readonly string[]) => row[1]!, flexible: true },
  { title: 'count', value: (row: readonly string[]) => row[2]!, align: 'right' as const },
];

describe('renderTable', () => {
  it('sets columns below each other, numbers to the right', () => {
    const rows = [
      ['1', 'one', '5'],
      ['200', 'two hundred', '1,000'],
    ];
    expect(renderTable(shape, rows)).toEqual([
      'ID   WHAT         COUNT',
      '1    one              5',
      '200  two hundred  1,000',
    ]);
  });

  it('cuts what may be cut where the terminal is narrow, and never an id or a count', () => {
    const [, line] = renderTable(shape, [['1234567890', 'a very long text indeed', '1,000']], 32);
    expect(line).toBe('1234567890  a very long …  1,000');
    expect(line).toHaveLength(32);
  });

  it('cuts nothing where nothing limits a line', () => {
    const [, line] = renderTable(shape, [['1', 'x'.repeat(500), '2']]);
    expect(line).toContain('x'.repeat(500));
  });

  it('keeps a row on its line whatever its values hold', () => {
    expect(renderTable(shape, [['1', 'two\nlines\tand a tab', '2']])).toHaveLength(2);
  });
});

it('renderFields sets values below each other', () => {
  expect(
    renderFields([
      ['id', '7'],
      ['status', 'completed'],
    ]),
  ).toEqual(['id      7', 'status  completed']);
});
