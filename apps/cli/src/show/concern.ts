import { printable, type ConcernView } from '@evenkeel/contracts-admin';
import { quoted } from './quoted.js';
import { countText, timeText } from './text.js';

interface Meaning {
  /** What it is called in front of what it is about. */
  readonly label: string;
  /** What its count counts; left out: it is one thing. */
  readonly counts?: string;
  /** The command that shows more of it or ends it. */
  readonly next: (concern: {
    readonly about: string;
    readonly id: string;
    readonly stream: string;
  }) => string;
}

const MEANINGS: Readonly<Record<ConcernView['kind'], Meaning>> = {
  database_away: { label: 'database away', next: () => 'evenkeel doctor' },
  database_read_only: {
    label: 'database read-only',
    next: () => psql("select pg_is_in_recovery(), current_setting('default_transaction_read_only')"),
  },
  database_refusing: { label: 'database refuses', counts: 'times', next: () => 'evenkeel doctor' },
  disk_low: { label: 'disk', next: ({ about }) => `df -h ${about}` },
  connections_low: {
    label: 'connections',
    next: () =>
      psql('select usename, application_name, state, count(*) from pg_stat_activity group by 1, 2, 3'),
  },
  wraparound_near: {
    label: 'wraparound',
    next: () => psql('select datname, age(datfrozenxid) from pg_database'),
  },
  bus_away: { label: 'message bus', next: () => 'evenkeel doctor' },
  messages_stuck: { label: 'stuck messages', counts: 'messages', next: () => 'evenkeel engine status' },
  outbox_waiting: { label: 'outbox', next: () => 'evenkeel doctor' },
  changes_uncaptured: {
    label: 'changes unseen',
    next: () => psql("select tgname, tgenabled from pg_trigger where tgrelid = 'evenkeel.record'::regclass"),
  },
  transaction_old: {
    label: 'open transaction',
    next: ({ about }) => psql(`select pg_terminate_backend(${about})`),
  },
  table_over_budget: {
    label: 'table too large',
    next: ({ about }) => psql(`select count(*) from evenkeel.${about}`),
  },
  table_bloated: { label: 'dead rows', next: ({ about }) => psql(`vacuum (verbose) evenkeel.${about}`) },
  index_missing: {
    label: 'index missing',
    next: ({ about }) => psql(`select * from pg_stat_user_tables where relname = '${about}'`),
  },
  statement_slow: {
    label: 'slow statement',
    next: () => psql('select pid, state, wait_event, query from pg_stat_activity order by query_start'),
  },
  engine_held: { label: 'engine', next: () => 'evenkeel start --engine' },
  connection_needs_attention: {
    label: 'needs attention',
    next: ({ about }) => `evenkeel connections check ${about}`,
  },
  schedule_paused: {
    label: 'schedule paused',
    next: ({ about }) => `evenkeel jobs change ${about} --resume-schedule`,
  },
  connection_held: { label: 'held', next: ({ about }) => `evenkeel start --connection ${about}` },
  provider_paused: { label: 'provider paused', next: ({ about }) => `evenkeel connections quota ${about}` },
  provider_failing: { label: 'provider fails', next: ({ about }) => `evenkeel connections quota ${about}` },
  deliveries_refused: {
    label: 'webhook refuses',
    next: ({ about }) => `evenkeel webhooks list ${about}`,
  },
  deliveries_silent: {
    label: 'webhook is silent',
    next: ({ about }) => `evenkeel webhooks list ${about}`,
  },
  topic_unread: { label: 'topic not read', next: () => 'evenkeel triggers topics' },
  messages_rejected: {
    label: 'rejected',
    counts: 'messages',
    next: ({ about }) => `evenkeel triggers rejected --topic ${about}`,
  },
  approval_waiting: {
    label: 'approval',
    counts: 'records',
    next: ({ id }) => `evenkeel approvals show ${id}`,
  },
  pushes_uncertain: {
    label: 'pushes',
    counts: 'records',
    next: ({ about }) => `evenkeel pushes list --job ${about} --state uncertain`,
  },
  records_quarantined: {
    label: 'back and forth',
    counts: 'records',
    next: ({ about }) => `evenkeel quarantine list --job ${about}`,
  },
  channel_failing: {
    label: 'notifications',
    counts: 'notifications',
    next: ({ about }) => `evenkeel notifications test ${about}`,
  },
  model_failing: { label: 'model', counts: 'conflicts', next: () => 'evenkeel models check' },
  conflicts_open: {
    label: 'conflicts',
    counts: 'records',
    next: ({ about }) => `evenkeel conflicts list --job ${about}`,
  },
  matches_waiting: {
    label: 'matches',
    counts: 'pairs',
    next: ({ about }) => `evenkeel matches list --type ${about}`,
  },
  dedupe_stopped: { label: 'dedupe', next: ({ id }) => `evenkeel dedupe-runs show ${id}` },
  plan_waiting: { label: 'plan', next: ({ id }) => `evenkeel plan show ${id}` },
  schema_changed: {
    label: 'schema changed',
    next: ({ about, stream }) => `evenkeel streams accept ${about} ${stream}`,
  },
  job_failing: { label: 'fails', next: ({ id }) => `evenkeel executions show ${id}` },
  job_stale: { label: 'stale', next: ({ about }) => `evenkeel jobs show ${about}` },
  execution_dead: {
    label: 'given up',
    counts: 'runs',
    next: ({ id }) => `evenkeel executions show ${id}`,
  },
  records_dead: {
    label: 'dead letters',
    counts: 'records',
    next: ({ about }) => `evenkeel dlq groups --job ${about}`,
  },
};

/** The command that goes on from a concern. */
export function nextCommand({ kind, about, id, stream }: ConcernView): string {
  return MEANINGS[kind].next({ about: quoted(about ?? ''), id: id ?? '', stream: quoted(stream ?? '') });
}

/** What it is, in a word or two. */
export function concernLabel({ kind }: ConcernView): string {
  return MEANINGS[kind].label;
}

/** In one line: what it is about, how much, and what is the matter. */
export function concernText({ kind, about, count, since, message }: ConcernView): string {
  const { counts } = MEANINGS[kind];
  const much = counts === undefined ? [] : [`${countText(count)} ${counts}`];
  const time = since === null ? [] : [`since ${timeText(since)}`];
  const details = [...much, ...time].join(', ');
  const what = printable(message.replace(/\s+/g, ' '));
  return `${about === null ? '' : `${about}: `}${what}${details === '' ? '' : ` (${details})`}`;
}

/** Two lines for each: what is the matter, and how to go on. */
export function describeConcerns(concerns: readonly ConcernView[]): readonly string[] {
  if (concerns.length === 0) return ['Nothing asks for you.'];
  const width = Math.max(...concerns.map((concern) => concernLabel(concern).length));
  return [
    concerns.length === 1 ? 'One thing asks for you:' : `${concerns.length} things ask for you:`,
    ...concerns.flatMap((concern) => [
      `${concernLabel(concern).padEnd(width)}  ${concernText(concern)}`,
      `${' '.repeat(width)}  ${nextCommand(concern)}`,
    ]),
  ];
}

/** For the database of the engine; the embedded one is at the address that standalone tells at its start. */
function psql(statement: string): string {
  return `psql "$DATABASE_URL" -c "${statement}"`;
}
