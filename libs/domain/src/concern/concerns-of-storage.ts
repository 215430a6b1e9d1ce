import type { FoundConcern } from './concern.js';
import type { SlowStatement, StorageOutlook, TableSize } from './table-size.js';

/** Autovacuum clears away at a fifth: what is left at half is kept by something. */
const MOST_DEAD = 0.5;
/** Of small tables that says nothing. */
const LEAST_DEAD_ROWS = 100_000;
/** Below it reading all of a table costs no more than its index would. */
const LEAST_LARGE_ROWS = 100_000;
/** Reports and backups read all of a table a few times; what is asked for without an index is read for each page. */
const MOST_SCANS = 1_000;
/** A scan that ends early reads little. */
const READ_BY_A_SCAN = 0.5;
const SHOWN = 120;

/** What of the database has grown beyond what it should. */
export function concernsOfStorage({
  tables,
  slowStatements,
  budgetBytes,
}: StorageOutlook): readonly FoundConcern[] {
  return [
    ...tables.filter(({ bytes }) => bytes > budgetBytes).map((table) => overBudget(table, budgetBytes)),
    ...tables.filter(isBloated).map(bloated),
    ...tables.filter(lacksIndex).map(withoutIndex),
    ...slowStatements.map(slow),
  ];
}

const about = (table: string) => ({ about: table, id: null, since: null });
const gigabytes = (bytes: number) => `${(bytes / 1024 ** 3).toFixed(1)} GB`;

function overBudget({ table, bytes, rows }: TableSize, budgetBytes: number): FoundConcern {
  const message = `The table ${table} has ${gigabytes(bytes)} with about ${Math.round(rows)} rows, and its budget is ${gigabytes(budgetBytes)}: keep what it holds for fewer days, or allow it more (TABLE_BUDGET_GB)`;
  return { kind: 'table_over_budget', ...about(table), message };
}

function isBloated({ rows, deadRows }: TableSize): boolean {
  return deadRows >= LEAST_DEAD_ROWS && deadRows / (rows + deadRows) >= MOST_DEAD;
}

function bloated({ table, rows, deadRows }: TableSize): FoundConcern {
  const percent = Math.round((100 * deadRows) / (rows + deadRows));
  const message = `${percent} % of the rows of the table ${table} are dead, and their place is not free: see what keeps autovacuum from it, then vacuum it`;
  return { kind: 'table_bloated', ...about(table), message };
}

function lacksIndex({ rows, scans, scannedRows }: TableSize): boolean {
  return rows >= LEAST_LARGE_ROWS && scans >= MOST_SCANS && scannedRows / scans >= rows * READ_BY_A_SCAN;
}

function withoutIndex({ table, scans, rows }: TableSize): FoundConcern {
  const message = `The table ${table} with about ${Math.round(rows)} rows was read as a whole ${scans} times: an index is missing for what asks for it, or its statistics are old (analyze)`;
  return { kind: 'index_missing', ...about(table), message };
}

function slow({ text, ms, calls }: SlowStatement): FoundConcern {
  const shown = text.replaceAll(/\s+/g, ' ').trim().slice(0, SHOWN);
  const took = (ms / 1_000).toFixed(1);
  const message =
    calls === null
      ? `A statement of the engine has been under way for ${took} s: ${shown}`
      : `A statement of the engine takes ${took} s on average, and was asked ${calls} times: ${shown}`;
  return { kind: 'statement_slow', about: null, id: null, since: null, message };
}
