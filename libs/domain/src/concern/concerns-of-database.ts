import type { FoundConcern } from './concern.js';
import type {
  CaptureGap,
  DatabaseOutlook,
  DatabaseRefusal,
  DatabaseSigns,
  DiskRoom,
  OpenTransaction,
} from './database-outlook.js';

/** Below it the next large run, or the log of the database, may fill the disk. */
const LEAST_FREE_BYTES = 512 * 1024 ** 2;
const NEARLY_ALL_CONNECTIONS = 0.9;
/** Longer ones keep dead rows from being cleared away: every run gets slower. */
const LONGEST_IDLE_MS = 10 * 60_000;
const LONGEST_ACTIVE_MS = 60 * 60_000;
/** Meanwhile no run writes what it has locked. */
const LONGEST_HOLDING_MS = 60_000;
/** Half of what stops the database; it begins to clear away by itself at a tenth of that. */
const MOST_UNFROZEN = 1_000_000_000;
/** What is committed is published within a second. */
const LONGEST_IN_OUTBOX_MS = 60_000;

const WHOLE = { about: null, id: null } as const;

/** What asks for a person although the database answers. */
export function concernsOfDatabase(database: DatabaseOutlook, now: Date): readonly FoundConcern[] {
  const { connections, openTransactions, unfrozenTransactions } = database;
  const found: FoundConcern[] = [];
  if (database.readOnlyBecause !== null) {
    const why = READ_ONLY[database.readOnlyBecause];
    const message = `The database takes no writes: ${why}; runs wait until it does`;
    found.push({ kind: 'database_read_only', ...WHOLE, since: null, message });
  }
  if (connections.used >= connections.most * NEARLY_ALL_CONNECTIONS) {
    const message = `${connections.used} of the ${connections.most} connections that the database allows are in use; end what needs none, or allow more (max_connections, or the connection limit of the database)`;
    found.push({ kind: 'connections_low', ...WHOLE, since: null, message });
  }
  if (unfrozenTransactions >= MOST_UNFROZEN) {
    const message = `The database has not frozen its oldest rows for ${unfrozenTransactions} transactions, and stops at 2147 million; find out what keeps autovacuum, then run vacuum`;
    found.push({ kind: 'wraparound_near', ...WHOLE, since: null, message });
  }
  found.push(...database.captureGaps.map(aboutGap));
  return [...found, ...openTransactions.filter((open) => isTooLong(open, now)).map(aboutTransaction)];
}

function aboutGap({ kind, name }: CaptureGap): FoundConcern {
  const message =
    kind === 'trigger'
      ? `The trigger ${name} of evenkeel.record is missing or off, so that changes by SQL are not seen: enable it (alter table evenkeel.record enable always trigger ${name}), or start anew where it is missing, then let each job that writes run with --mode full`
      : `The subscription ${name} writes to evenkeel.record, and what it writes is told to no job: let it write to a table of its own, and copy that by SQL, then let each job that writes run with --mode full`;
  return { kind: 'changes_uncaptured', about: name, id: null, since: null, message };
}

const READ_ONLY: Readonly<Record<NonNullable<DatabaseOutlook['readOnlyBecause']>, string>> = {
  recovery: 'it is a standby, or still recovers (pg_is_in_recovery)',
  setting: 'default_transaction_read_only is on',
};

function isTooLong({ isIdle, holdsRecords, since }: OpenTransaction, now: Date): boolean {
  const longestIdle = holdsRecords ? LONGEST_HOLDING_MS : LONGEST_IDLE_MS;
  return now.getTime() - since.getTime() >= (isIdle ? longestIdle : LONGEST_ACTIVE_MS);
}

function aboutTransaction({ pid, program, isIdle, holdsRecords, since }: OpenTransaction): FoundConcern {
  const whose = program === '' ? 'A session' : `A session of ${program}`;
  const message = `${whose} has a transaction open${isIdle ? ' and does nothing' : ''}: meanwhile nothing can be cleared away, and all it has locked waits${holdsRecords ? ', records among it: runs leave them for later' : ''}`;
  return { kind: 'transaction_old', about: String(pid), id: null, since, message };
}

/** Committed messages that are not published although the bus takes them. */
export function concernOfOutbox({ outboxSince }: DatabaseOutlook, now: Date): readonly FoundConcern[] {
  if (outboxSince === null || now.getTime() - outboxSince.getTime() < LONGEST_IN_OUTBOX_MS) return [];
  const message = 'Committed messages are not published: no service takes them out of the table outbox';
  return [{ kind: 'outbox_waiting', ...WHOLE, since: outboxSince, message }];
}

/** What the process knows besides. */
export function concernsOfSigns({
  refusal,
  disk,
}: Pick<DatabaseSigns, 'refusal' | 'disk'>): readonly FoundConcern[] {
  return [
    ...(refusal === null ? [] : [aboutRefusal(refusal)]),
    ...(disk === null || disk.freeBytes >= LEAST_FREE_BYTES ? [] : [aboutDisk(disk)]),
  ];
}

/** By the first of these that its SQLSTATE begins with. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['53100', 'free some of the disk that holds its data; runs go on by themselves'],
  ['53300', 'end connections that are not needed, or allow more; runs go on by themselves'],
  ['53', 'give it more of what it names; runs go on by themselves'],
  ['25006', 'it is read-only; runs go on by themselves once it is not'],
];

const OTHERWISE = 'look at its log and at the disk that holds its data';

function aboutRefusal({ message: said, since, count, code }: DatabaseRefusal): FoundConcern {
  const then = REFUSED.find(([begin]) => code.startsWith(begin))?.[1] ?? OTHERWISE;
  const message = `The database refuses what it is to do (${said}): ${then}`;
  return { kind: 'database_refusing', ...WHOLE, count, since, message };
}

function aboutDisk({ folder, freeBytes, totalBytes }: DiskRoom): FoundConcern {
  const [free, total] = [freeBytes, totalBytes].map((bytes) => Math.floor(bytes / 1024 ** 2));
  const message = `Only ${free} of ${total} MB are free where the database keeps its data`;
  return { kind: 'disk_low', about: folder, id: null, since: null, message };
}
