import type { AuditEventView, AuditQuery } from '@evenkeel/contracts-admin';
import { Option, type Command } from 'commander';
import { action, show, type CliSurroundings, type CommandContext } from '../command-context.js';
import { readTime } from './read-time.js';
import { renderTable, type Column } from '../show/table.js';
import { timeText } from '../show/text.js';
import { addListOptions, moreLine, type ListOptions } from './list-options.js';

type Filter = Pick<AuditQuery, 'actor' | 'operation' | 'outcome' | 'since'>;

interface AuditOptions extends ListOptions, Filter {
  readonly export?: boolean;
  readonly changes?: boolean;
}

/** As many as one answer has. */
const SLICE = 500;

export function addAuditLogCommand(program: Command, surroundings: CliSurroundings): void {
  addListOptions(
    program
      .command('audit-log')
      .summary('See who asked for what, and what came of it')
      .description(
        'Every change, with what it was before and after, and every request that was refused, the latest first',
      ),
  )
    .option('--actor <name>', 'only what this one asked for, for example key:ci')
    .option('--operation <id>', 'only this operation, for example changeJob')
    .addOption(new Option('--outcome <outcome>', 'only those').choices(['done', 'refused']))
    .option('--since <time>', 'only from this time on (a date, or ISO 8601)', readTime)
    .option('--changes', 'with what each changed')
    .option('--export', 'all of it, one JSON document a line, for other systems')
    .action(action(surroundings, auditLog));
}

async function auditLog(
  context: CommandContext,
  { limit, cursor, export: exports, changes, actor, operation, outcome, since }: AuditOptions,
): Promise<void> {
  const filter = { actor, operation, outcome, since };
  if (exports === true) return exportAll(context, filter);
  const found = await context.api.call('listAuditLog', { limit, cursor, ...filter });
  show(context, found, ({ items, next }) =>
    items.length === 0
      ? ['Nothing was asked for']
      : [
          ...(changes === true
            ? items.flatMap((entry) => [lineOf(entry), ...entry.changes.map(changeText)])
            : renderTable(COLUMNS, items, context.terminal.columns)),
          ...moreLine(next),
        ],
  );
}

async function exportAll({ api, terminal }: CommandContext, filter: Filter): Promise<void> {
  for (let cursor: string | undefined; ;) {
    const { items, next } = await api.call('listAuditLog', { limit: SLICE, cursor, ...filter });
    for (const entry of items) terminal.print(JSON.stringify(entry));
    if (next === null) return;
    cursor = next;
  }
}

const COLUMNS: readonly Column<AuditEventView>[] = [
  { title: 'at', value: ({ at }) => timeText(at) },
  { title: 'who', value: ({ actor }) => actor, flexible: true },
  { title: 'from', value: ({ address }) => address ?? '-' },
  { title: 'what', value: ({ operation }) => operation, flexible: true },
  { title: 'of', value: ({ target }) => Object.values(target).join(' '), flexible: true },
  { title: 'outcome', value: ({ outcome, code }) => code ?? outcome },
];

function lineOf({ at, actor, operation, target, outcome, code }: AuditEventView): string {
  return [timeText(at), actor, operation, ...Object.values(target), code ?? outcome].join('  ');
}

function changeText({ subject, key, before, after }: AuditEventView['changes'][number]): string {
  const known = Object.values(key).join(' ');
  if (before === null) return `  + ${subject} ${known}`;
  if (after === null) return `  - ${subject} ${known}`;
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const text = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
  return `  ~ ${subject} ${known}: ${fields.map((field) => `${field} ${text(before[field])} -> ${text(after[field])}`).join(', ')}`;
}
